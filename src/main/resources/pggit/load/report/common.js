/* Numbers and theme: what the scripts of all pages share. */
'use strict';
const page = (() => {
  const text = document.getElementById('data').textContent;
  const data = text.trim() ? JSON.parse(text) : {};
  const root = document.documentElement;
  const themed = []; // what to do when the colours change

  // ---- Numbers as people read them; the same rules as Numbers.java

  const NBSP = '\u00a0';
  const digits = n => {
    if (n === 0) return '0';
    const size = Math.abs(n);
    const s = size >= 1000 ? Math.round(n).toLocaleString('en-US') : String(Number(n.toPrecision(3)));
    return (s.includes('e') ? n.toFixed(9).replace(/0+$/, '') : s).replace('-', '\u2212');
  };
  const brief = n => {
    const size = Math.abs(n);
    if (size >= 999.5e6) return digits(n / 1e9) + NBSP + 'G';
    if (size >= 999.5e3) return digits(n / 1e6) + NBSP + 'M';
    return size >= 9995 ? digits(n / 1e3) + NBSP + 'k' : digits(n);
  };
  const millis = n => {
    const size = Math.abs(n);
    if (size === 0) return '0' + NBSP + 'ms';
    if (size < 0.001) return '<' + NBSP + '1' + NBSP + 'µs';
    if (size < 0.9995) return digits(n * 1e3) + NBSP + 'µs';
    if (size < 999.5) return digits(n) + NBSP + 'ms';
    if (size < 119950) return digits(n / 1e3) + NBSP + 's';
    if (size < 7199000) return digits(n / 6e4) + NBSP + 'min';
    if (size < 1728e5) return digits(n / 36e5) + NBSP + 'h';
    return size < 63072e6 ? digits(n / 864e5) + NBSP + 'days' : digits(n / 315576e5) + NBSP + 'years';
  };
  const bytes = n => {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    for (; Math.abs(n) >= 999.5 && unit < 4; unit++) n /= 1024;
    return digits(n) + NBSP + units[unit];
  };
  const clock = s => {
    const part = Math.floor(s + 1e-6);
    const two = n => String(n).padStart(2, '0');
    const tail = s - part > 0.01 && (data.end || 0) < 60 ? (s - part).toFixed(1).slice(1) : '';
    return (part >= 3600 ? Math.floor(part / 3600) + ':' + two(Math.floor(part / 60) % 60) : String(Math.floor(part / 60)))
      + ':' + two(part % 60) + tail;
  };
  const percentile = x => {
    const p = 100 * (1 - 1 / x);
    return (x > 99 ? p.toFixed(Math.max(0, Math.ceil(Math.log10(x) - 2 - 1e-9))) : digits(p)) + NBSP + '%';
  };
  const WRITE = {
    ms: millis, '/s': n => brief(n) + '/s', B: bytes, 'B/s': n => bytes(n) + '/s', count: brief, cores: digits, pages: brief, '%': n => digits(n) + NBSP + '%',
    ratio: n => digits(n) + NBSP + '×', clock, percentile,
  };
  Object.assign(WRITE, {
    s: n => millis(n * 1e3), us: n => millis(n / 1e3), 'µs': n => millis(n / 1e3), bytes, 'bytes/s': WRITE['B/s'], 'requests/s': WRITE['/s'], '': digits,
  });
  const write = unit => WRITE[unit] || (n => (Number.isInteger(n) && !unit.endsWith('/s') ? n.toLocaleString('en-US') : brief(n)) + NBSP + unit);

  // ---- Theme

  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const color = name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const remembered = () => { try { return localStorage.getItem('pggit-theme'); } catch { return null; } };
  const button = document.getElementById('theme');
  const setTheme = theme => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme; else delete root.dataset.theme;
    if (button) button.querySelector('span').textContent = root.dataset.theme || 'system';
    try { localStorage.setItem('pggit-theme', root.dataset.theme || ''); } catch { /* a page from disk may not remember */ }
    themed.forEach(redraw => redraw());
  };
  if (button) {
    button.addEventListener('click', () =>
      setTheme({ undefined: 'dark', dark: 'light', light: '' }[root.dataset.theme]));
  }

  setTheme(remembered());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => themed.forEach(redraw => redraw()));
  return { data, root, color, write, digits, brief, clock, onTheme: redraw => themed.push(redraw) };
})();

/* What a button copies stands behind it; a page from disk may have no clipboard, then the text is selected. */
document.querySelectorAll('button[data-copy]').forEach(button => button.addEventListener('click', async () => {
  const text = button.nextElementSibling;
  let copied = true;
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {
    getSelection().selectAllChildren(text);
    copied = document.execCommand('copy');
  }
  const told = text.nextElementSibling;
  told.textContent = button.textContent = copied ? 'Copied' : 'Selected';
  setTimeout(() => { button.textContent = 'Copy'; told.textContent = ''; }, 2000);
}));
