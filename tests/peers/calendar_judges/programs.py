"""Outside programs that read calendar files: ical.js (Thunderbird's parser); vdirsyncer, which fetches them by
HTTP, with khal, a calendar for the terminal, which lists what came."""
import http.server
import json
import os
import pathlib
import subprocess
import threading

HERE = pathlib.Path(__file__).parent


def ical_js(node, file):
    done = subprocess.run([node, HERE / "ical_js.mjs", file], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def serve(folder):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *arguments):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def khal(folder, url, first, days):
    """What khal lists of the calendar at `url`, in UTC: (title, start, end). Of whole days it names the last one."""
    folder.mkdir()
    (folder / "vdirsyncer").write_text(f"""[general]
status_path = "{folder}/status"
[pair feed]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
""")
    (folder / "calendar").mkdir()
    environment = {**os.environ, "VDIRSYNCER_CONFIG": str(folder / "vdirsyncer"), "HOME": str(folder), "LC_ALL": "C.UTF-8",
                   "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache"), "TZ": "UTC"}
    for verb in (["discover"], ["sync"]):
        subprocess.run(["/usr/bin/vdirsyncer", *verb], env=environment, check=True, capture_output=True, text=True)
    (folder / "khal").write_text(f"""[calendars]
[[feed]]
path = {folder}/calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
""")
    done = subprocess.run(["/usr/bin/khal", "-c", str(folder / "khal"), "list", "--day-format", "", "--format",
                           "{start-long-full}|{end-long-full}|{title}", first, f"{days}d"],
                          env=environment, check=True, capture_output=True, text=True)
    lines = (line.split("|", 2) for line in done.stdout.splitlines() if line.count("|") >= 2)
    return {(title, start.strip(), end.strip()) for start, end, title in lines}
