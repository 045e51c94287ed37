// The map page. Draws the county's outline and one pin per place; the list beside it stays the main
// thing. <div class="m-map" data-map hidden data-points="url or #id of a JSON block"
// data-outlines="url" data-label="…" data-zoom-in="…" data-zoom-out="…" data-close="…"
// [data-tiles="https://…/{z}/{x}/{y}.png" data-attribution="…"]>. Without data-tiles no other host
// is ever asked.

import * as L from "leaflet";
import { data_text, elements_with } from "./page";

/** One pin; WGS 84 degrees. The list has everything else. */
interface Point {
  name: string;
  note?: string;
  url: string;
  latitude: number;
  longitude: number;
}

const pin_path =
  "M12 21.5S5 15.6 5 9.8a7 7 0 0 1 14 0c0 5.8-7 11.7-7 11.7zM12 12.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z";
const pin_pixels = 44;

function draw_pin(): HTMLElement {
  const name_space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name_space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(name_space, "path");
  path.setAttribute("d", pin_path);
  svg.appendChild(path);
  return svg as unknown as HTMLElement;
}

/** Built from nodes, never from markup: names come from people. */
function draw_popup(point: Point): HTMLElement {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = point.url;
  link.textContent = point.name;
  link.dir = "auto";
  box.appendChild(link);
  if (point.note) {
    const note = document.createElement("p");
    note.textContent = point.note;
    note.dir = "auto";
    box.appendChild(note);
  }
  return box;
}

function add_point(map: L.Map, point: Point): L.Marker {
  const marker = L.marker([point.latitude, point.longitude], {
    icon: L.divIcon({
      className: "m-map-pin",
      html: draw_pin(),
      iconSize: [pin_pixels, pin_pixels],
      iconAnchor: [pin_pixels / 2, pin_pixels],
      popupAnchor: [0, 6 - pin_pixels],
    }),
    title: point.name,
    keyboard: true,
    riseOnHover: true,
  });
  marker.bindPopup(draw_popup(point), { maxWidth: 240 }).addTo(map);
  const element = marker.getElement();
  if (!element) return marker;
  element.setAttribute("aria-label", point.name);
  // When the popup goes with the focus in it, the reader would be thrown back to the top of the
  // page.
  marker.on("popupclose", () => {
    if (document.activeElement === document.body) element.focus();
  });
  return marker;
}

async function read_json<T>(source: string): Promise<T> {
  const block = source.startsWith("#") ? document.getElementById(source.slice(1)) : null;
  if (block) return JSON.parse(block.textContent || "null") as T;
  const answer = await fetch(source, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
  return (await answer.json()) as T;
}

/**
 * Outlines are drawn as shapes with classes; colours come from the style sheet, also in the dark.
 */
async function add_outlines(map: L.Map, source: string): Promise<L.LatLngBounds | null> {
  const outlines = await read_json<GeoJSON.GeoJsonObject>(source);
  const layer = L.geoJSON(outlines, {
    interactive: false,
    style: () => ({ className: "m-map-outline" }),
    onEachFeature: (feature, shape) => {
      const name = feature.properties && (feature.properties["name"] as string | undefined);
      if (name)
        shape.bindTooltip(name, { permanent: true, direction: "center", className: "m-map-name" });
    },
  }).addTo(map);
  return layer.getBounds().isValid() ? layer.getBounds() : null;
}

/**
 * A popup is a small dialogue: its close button speaks our language, focus goes in, Escape closes
 * it.
 */
function care_for_popups(map: L.Map, close_label: string): void {
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  map.on("popupopen", (event) => {
    const box = event.popup.getElement();
    const button = box && box.querySelector(".leaflet-popup-close-button");
    if (button && close_label) button.setAttribute("aria-label", close_label);
    const link = box && box.querySelector<HTMLElement>(".leaflet-popup-content a");
    if (link) link.focus();
  });
}

async function start_map(container: HTMLElement): Promise<void> {
  const points = await read_json<Point[]>(data_text(container, "points"));
  container.hidden = false;
  const map = L.map(container, {
    zoomControl: false,
    attributionControl: false,
    scrollWheelZoom: false,
    fadeAnimation: false,
    zoomAnimation: false,
    markerZoomAnimation: false,
    inertia: false,
    maxZoom: 18,
    zoomSnap: 0.5,
  }).setView([51.2, 10.4], 6);
  L.control
    .zoom({
      zoomInTitle: data_text(container, "zoom-in"),
      zoomOutTitle: data_text(container, "zoom-out"),
      position: getComputedStyle(container).direction === "rtl" ? "topright" : "topleft",
    })
    .addTo(map);
  const tiles = data_text(container, "tiles");
  if (tiles) {
    L.tileLayer(tiles, { maxZoom: 18, attribution: data_text(container, "attribution") }).addTo(
      map,
    );
    L.control.attribution({ prefix: false }).addTo(map);
  }
  care_for_popups(map, data_text(container, "close"));
  const pins = points.map((point) => add_point(map, point));
  let bounds = pins.length ? L.featureGroup(pins).getBounds() : null;
  const outlines = data_text(container, "outlines");
  if (outlines) bounds = (await add_outlines(map, outlines)) || bounds;
  if (bounds) map.fitBounds(bounds, { padding: [32, 32], maxZoom: 14, animate: false });
}

let leaving = false;
addEventListener("pagehide", () => {
  leaving = true;
});
for (const container of elements_with("data-map")) {
  start_map(container).catch((error) => {
    // The list below the map is complete: a map that cannot be drawn just stays away. Who leaves
    // before it is there has stopped the request.
    container.hidden = true;
    if (!leaving) console.error(error);
  });
}
