/* Texts with less contrast than WCAG 2.2 AA asks for: 4.5, or 3 for large ones. */
const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const rgb = color => color.match(/[\d.]+/g).map(Number);
const behind = element => {
  for (let e = element; e; e = e.parentElement) {
    const color = rgb(getComputedStyle(e).backgroundColor);
    if (color.length === 3 || color[3] > 0.99) return color;
  }
  return [255, 255, 255];
};
const poor = [];
for (const element of document.querySelectorAll('body *')) {
  const text = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  if (!text || !element.checkVisibility() || element.closest('script, style, .skip')) continue;
  const style = getComputedStyle(element);
  const inSvg = element.ownerSVGElement;
  const [a, b] = [luminance(rgb(inSvg ? style.fill : style.color)), luminance(behind(element))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
  if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${element.tagName} ${element.textContent.slice(0, 40)}`);
}
return [...new Set(poor)];
