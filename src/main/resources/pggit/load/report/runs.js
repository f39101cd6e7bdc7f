/* Two runs side by side. */
(() => {
  const { data, write, digits } = page;
  const runs = data.runs || [];
  const [before, after] = ['before', 'after'].map(id => document.getElementById(id));
  const place = document.getElementById('difference');
  if (!before || !place) return;

  const make = (kind, content, name) => {
    const made = document.createElement(kind);
    made.textContent = content;
    if (name) made.className = name;
    return made;
  };
  const number = metric => metric && metric.value !== null ? write(metric.unit)(metric.value) : '\u2013';

  /** Whether a difference is good or bad; nothing is said about less than 5 %, or within the intervals that are known. */
  const judged = (a, b) => {
    if (!a || !b || a.value === null || b.value === null || !a.value || a.direction === 'NEITHER') return '';
    const ratio = b.value / a.value;
    const overlap = a.low !== null && b.low !== null && a.low <= b.high && b.low <= a.high;
    if (Math.abs(ratio - 1) < 0.05 || overlap) return '';
    return (ratio > 1) === (a.direction === 'HIGHER_IS_BETTER') ? 'better' : 'worse';
  };

  const line = (a, b, name) => {
    const tr = document.createElement('tr');
    const word = judged(a, b);
    const ratio = a && b && a.value && b.value !== null ? digits(b.value / a.value) + '\u00a0×' : '';
    tr.append(make('td', name, 'word'), make('td', number(a), 'number'), make('td', number(b), 'number'),
      make('td', ratio, 'number'), make('td', word, 'word ' + ({ better: 'good-text', worse: 'bad-text' }[word] || '')));
    return tr;
  };

  const table = (caption, head, rows) => {
    const made = document.createElement('table');
    made.append(make('caption', caption));
    const top = made.createTHead().insertRow();
    head.forEach((h, i) => top.append(make('th', h, i && i < 4 ? 'number' : 'word')));
    const body = made.createTBody();
    rows.forEach(r => body.append(r));
    return made;
  };

  const verdictLine = (name, a, b) => {
    const tr = document.createElement('tr');
    tr.append(make('td', name, 'word'), make('td', a || '\u2013', 'number'), make('td', b || '\u2013', 'number'));
    return tr;
  };

  const show = () => {
    const [a, b] = [runs[before.value], runs[after.value]];
    place.replaceChildren();
    if (!a || !b || a === b) {
      place.append(make('p', a === b && a ? 'The same run twice: choose another.' : 'Choose two runs.', 'absent'));
      return;
    }
    const byName = run => new Map(run.metrics.map(m => [m.name, m]));
    const [of, to] = [byName(a), byName(b)];
    const names = [...new Set([...of.keys(), ...to.keys()])];
    const verdicts = [...new Set([...Object.keys(a.verdicts), ...Object.keys(b.verdicts)])].filter(n => a.verdicts[n] !== b.verdicts[n]);
    if (a.simulation !== b.simulation || a.environment !== b.environment) {
      place.append(make('p', 'Not alike: ' + (a.simulation !== b.simulation ? 'the simulations differ.' : 'profile, machine, server or contract differ, so the figures may too.'), 'absent'));
    }
    if (verdicts.length) place.append(table('Verdicts that differ', ['verdict', 'before', 'after'], verdicts.map(n => verdictLine(n, a.verdicts[n], b.verdicts[n]))));
    place.append(table('Figures; one run against one run tells little about small differences, for those there is the gate',
      ['metric', 'before', 'after', 'ratio', ''], names.map(n => line(of.get(n), to.get(n), n))));
  };

  [before, after].forEach(choice => choice.addEventListener('change', show));
  document.querySelectorAll('button[data-before]').forEach(b => b.addEventListener('click', () => {
    before.value = b.dataset.before;
    after.value = b.dataset.after;
    show();
    document.getElementById('compare').scrollIntoView();
  }));
  show();
})();
