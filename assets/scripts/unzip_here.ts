// What read-excel-file takes from fflate, without the workers fflate starts for large files: those come
// from a blob: address, which our pages do not allow.

import { unzipSync, type UnzipOptions, type Unzipped } from "fflate";

export { strFromU8 } from "fflate";

export function unzip(
  archive: Uint8Array,
  options: UnzipOptions | ((error: Error | null, files?: Unzipped) => void),
  done?: (error: Error | null, files?: Unzipped) => void,
): void {
  const call = done ?? (options as (error: Error | null, files?: Unzipped) => void);
  try {
    call(null, unzipSync(archive, done ? (options as UnzipOptions) : undefined));
  } catch (error) {
    call(error as Error);
  }
}
