// The page of the web site.
const kStyle = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; color: #223 }
  h1 { font-size: 1.6rem; margin: 0 } p { color: #667; margin: 0 0 1.5rem }
  a { color: #06c; text-decoration: none } a:hover { text-decoration: underline }
  table { width: 100%; border-collapse: collapse } td { padding: .35rem 0; border-top: 1px solid #dde }
  td:last-child { text-align: right; font-variant-numeric: tabular-nums }
  form { margin: 0 0 2rem } input { font: inherit; padding: .3rem .6rem; border: 1px solid #bbc; border-radius: .4rem }`;
/** HTML of a place and what lies around it. */
export function pageOf(place, neighbours) {
    const rows = neighbours.map(({ name, country, distanceKm }) => `<tr><td><a href="?city=${encodeURIComponent(name)}">${escaped(name)}</a> ${escaped(country)}</td>` +
        `<td>${distanceKm.toFixed(1)} km</td></tr>`);
    return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Around ${escaped(place.name)}</title>
<style>${kStyle}</style>
<form><input name="city" aria-label="City" placeholder="Another city" value="${escaped(place.name)}"></form>
<h1>${escaped(place.name)}, ${escaped(place.country)}</h1>
<p>${place.lat.toFixed(3)}°, ${place.lon.toFixed(3)}°: the nearest places are</p>
<table>
${rows.join('\n')}
</table>
</html>
`;
}
function escaped(text) {
    return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
//# sourceMappingURL=page.js.map