/* Draws the charts of one run. */
(() => {
  const { data, root, color, write, digits, brief, clock } = page;
  const charts = data.charts || {};
  const drawn = {}; // ECharts by the id of its chart
  window.pggit = { drawn, range: [0, 100] };

  // ---- From a chart's description to ECharts' options

  const HEAT = 7;
  const MOST_LETTERS = 40;
  const finite = v => v !== null && v !== undefined && Number.isFinite(v);
  // Charts along the time have an axis of type "time", in ms: on no other does ECharts stack the right numbers.
  const xs = (chart, series) => {
    const at = series.x || chart.at || [];
    return chart.time ? at.map(v => v * 1000) : at;
  };

  /** Points of a line; one with gaps on both sides gets a dot, or nobody would see it. */
  const points = (x, y, name) => y.map((v, i) => {
    const alone = finite(v) && !finite(y[i - 1]) && !finite(y[i + 1]);
    return alone ? { value: [x[i], v], symbol: 'circle', symbolSize: 7 } : [x[i], finite(v) ? v : null];
  });

  const plain = (chart, series) => {
    const c = color(series.color);
    const area = series.shape === 'area' || series.shape === 'bars';
    return {
      type: 'line', name: series.name, data: points(xs(chart, series), series.y), symbol: 'none', showSymbol: true, stack: series.stack,
      step: series.shape === 'step' || series.shape === 'bars' ? 'middle' : false,
      lineStyle: { width: series.shape === 'bars' ? 0 : area ? 1 : 2, color: c, type: series.dashed ? 'dashed' : 'solid' },
      itemStyle: { color: c }, areaStyle: area ? { color: c, opacity: 0.75 } : series.shape === 'step' ? { color: c, opacity: 0.1 } : undefined,
      connectNulls: false, emphasis: { disabled: true }, z: series.dashed ? 1 : 2,
    };
  };

  const dots = (chart, series) => ({
    type: 'scatter', name: series.name, symbolSize: 8, itemStyle: { color: color(series.color), opacity: 0.85 },
    data: series.y.map((v, i) => [xs(chart, series)[i], v]), emphasis: { disabled: true }, z: 5,
  });

  /** Between two curves, as thick strokes side by side: the curves are sampled densely enough for it. */
  const band = (chart, series, width) => {
    const x = xs(chart, series);
    const c = color(series.color);
    return {
      type: 'line', name: series.name, symbol: 'none', silent: true, itemStyle: { color: c, opacity: 0.4 }, z: 0,
      lineStyle: { width: width / Math.max(1, x.length - 1) + 0.6, color: c, opacity: 0.2, cap: 'butt', join: 'bevel' },
      data: x.flatMap((at, i) => [[at, series.low[i]], [at, series.high[i]], [at, null]]),
    };
  };

  const ranges = (chart, series) => ({
    type: 'line', name: series.name, symbol: 'none', silent: true, lineStyle: { width: 3, color: color(series.color) },
    itemStyle: { color: color(series.color) }, z: 4,
    data: series.y.flatMap((y, i) => [[series.low[i], y], [series.high[i] ?? chart.x.max, y], [chart.x.max, null]]),
  });

  const spans = (chart, series) => ({
    type: 'line', name: series.name, symbol: 'none', silent: true, lineStyle: { width: 2, color: color(series.color) }, itemStyle: { color: color(series.color) }, z: 4,
    data: xs(chart, series).flatMap((x, i) => [[x, series.low[i]], [x, series.high[i]], [x, null]]),
  });

  const levels = series => {
    const most = series.y.reduce((a, b) => Math.max(a, b), 1);
    const level = n => Math.min(HEAT - 1, Math.floor(HEAT * Math.log(n) / Math.log(most + 1)));
    const found = Array.from({ length: HEAT }, () => ({ from: Infinity, to: 0, cells: [] }));
    series.y.forEach((n, i) => {
      const l = found[level(n)];
      l.from = Math.min(l.from, n);
      l.to = Math.max(l.to, n);
      l.cells.push(i);
    });
    return found;
  };

  /** A heat map as thick strokes, one curve for each level of colour: on a logarithmic axis all rows have one height. */
  const cells = (chart, series, height, extent) => {
    const width = chart.at.length > 1 ? chart.at[1] - chart.at[0] : data.end || 1;
    const row = height * Math.log(series.high[0] / series.low[0]) / Math.log(extent[1] / extent[0]);
    return levels(series).map((l, i) => l.cells.length && ({
      type: 'line', name: (l.from === l.to ? brief(l.from) : brief(l.from) + '\u2013' + brief(l.to)), symbol: 'none', silent: true,
      lineStyle: { width: row + 0.5, color: color('h' + i), cap: 'butt' }, itemStyle: { color: color('h' + i) }, z: 1,
      data: l.cells.flatMap(c => {
        const y = Math.sqrt(series.low[c] * series.high[c]);
        const [from, to] = [(series.x[c] - width / 2) * 1000, (series.x[c] + width / 2) * 1000];
        return [[from, y], [to, y], [to, null]];
      }),
    })).filter(Boolean);
  };

  /** Ends of a logarithmic axis: at its ticks, unless there are enough of them in between. */
  const extent = (values, base) => {
    const positive = values.filter(v => finite(v) && v > 0);
    if (!positive.length) return [1, base];
    const [least, most] = positive.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, 0]);
    const log = v => Number((Math.log(v) / Math.log(base)).toFixed(9));
    const low = Math.floor(log(least));
    const labelled = Math.floor(log(most * 1.25)) - Math.floor(log(least * 0.8));
    return labelled >= 2 ? [least * 0.8, most * 1.25] : [base ** low, base ** Math.max(low + 1, Math.ceil(log(most)))];
  };
  const base = spec => /^B/.test(spec.unit) ? 2 : 10;

  const values = chart => chart.series.flatMap(s => s.shape === 'cells' ? [...s.low, ...s.high] : [...(s.y || []), ...(s.low || []), ...(s.high || [])]);

  /** No text at an end that is no tick. */
  const ends = (spec, range) => {
    const [from, to] = range || [spec.min, spec.max];
    const odd = v => finite(v) && !Number.isInteger(Number((Math.log(v) / Math.log(base(spec))).toFixed(9)));
    return spec.scale === 'log' ? { ...(odd(from) && { showMinLabel: false }), ...(odd(to) && { showMaxLabel: false }) } : {};
  };

  const axis = (spec, range) => ({
    type: spec.scale === 'log' ? 'log' : 'value', logBase: base(spec),
    min: spec.min ?? (range ? range[0] : undefined), max: spec.max ?? (range ? range[1] : undefined),
    axisLabel: {
      color: color('quiet'), hideOverlap: true, formatter: write(spec.unit), fontSize: 11,
      ...ends(spec, range),
    },
    axisLine: { show: false, lineStyle: { color: color('line') } }, axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: color('grid') } }, nameTextStyle: { color: color('quiet'), fontSize: 11 },
    scale: spec.min === undefined,
  });

  const escape = s => echarts.format.encodeHTML(String(s));
  const row = (c, name, value) => `<div><i style="background:${c}"></i>${escape(name)} <b>${escape(value)}</b></div>`;

  const phaseAt = x => (data.phases || []).filter(p => x >= p.from && x <= p.to).map(p => p.name).join(', ');

  const tip = (chart, found) => {
    const list = (Array.isArray(found) ? found : [found]).filter(p => p.seriesName && p.value && finite(p.value[1]));
    if (!list.length) return '';
    const x = (list[0].axisValue ?? list[0].value[0]) / (chart.time ? 1000 : 1);
    const heat = chart.series.find(s => s.shape === 'cells');
    const where = heat || chart.time ? nearest(chart.at, x) : -1;
    const rows = [];
    chart.series.forEach(s => {
      if (s.shape === 'cells') {
        const n = s.x.reduce((sum, at, i) => sum + (at === chart.at[where] ? s.y[i] : 0), 0);
        rows.push(row('transparent', s.name, brief(n)));
      } else if (where >= 0 && s.y && finite(s.y[where])) {
        rows.push(row(color(s.color), s.name, write(chart.y.unit)(s.y[where])));
      }
    });
    if (where < 0) {
      list.forEach(p => rows.push(row(p.color, p.seriesName, write(chart.y.unit)(p.value[1]))));
    }
    if (chart.time) {
      const half = chart.at.length > 1 ? (chart.at[1] - chart.at[0]) / 2 : 0;
      (data.recoveries || []).filter(r => x >= r.from - half && x <= r.to + half).forEach(r =>
        rows.push(row(color('bad'), r.fault + ':', `${r.saw}; no commit for ${r.gap}; first commit after: ${r.first}, all users after: ${r.all}`)));
    }
    const phase = chart.time ? phaseAt(x) : '';
    return `<div class="tip"><b>${escape(write(chart.x.unit)(x))}</b> <span class="quiet">${escape(phase)}</span>${rows.join('')}</div>`;
  };
  const nearest = (at, x) => at.reduce((best, v, i) => Math.abs(v - x) < Math.abs(at[best] - x) ? i : best, 0);

  /** Lines across at faults, phases and whatever else is marked; a text that would cover the one before is left out. */
  const marks = (chart, width) => {
    const plainMark = m => ({
      [m.across + 'Axis']: m.at, label: { formatter: m.text, color: color('text'), position: m.across === 'y' ? 'insideEndTop' : 'end', fontSize: 11 },
      lineStyle: { color: color('text'), type: 'dashed', width: 1 },
    });
    const lines = (chart.marks || []).map(plainMark);
    if (chart.time) {
      (data.phases || []).forEach(p => lines.push({ xAxis: p.from * 1000, label: { show: false }, lineStyle: { color: color('grey'), type: 'dotted', width: 1 } }));
      const { min, max } = extremes();
      let free = 0;
      (data.events || []).forEach(e => {
        const c = color({ fault: 'bad', repair: 'good' }[e.kind] || 'quiet');
        const at = (e.at * 1000 - min) / (max - min) * width;
        const half = Math.min(e.text.length, MOST_LETTERS) * 3;
        const left = Math.max(free, Math.min(width - 2 * half, at - half));
        const seen = at >= 0 && at <= width;
        const show = seen && left <= at;
        if (show) free = left + 2 * half + 8;
        if (seen) {
          lines.push({
            xAxis: e.at * 1000, lineStyle: { color: c, type: 'solid', width: 1.5 },
            label: { show, formatter: e.text.slice(0, MOST_LETTERS), color: c, fontSize: 11, position: 'end', offset: [left + half - at, 0] },
          });
        }
      });
    }
    return lines.length ? { silent: true, symbol: 'none', animation: false, data: lines } : undefined;
  };

  /** Steps of an axis of bytes: 1, 2, 5, 10, ... KiB, since tens of KiB are no round number of bytes. */
  const binary = chart => {
    const most = values(chart).filter(finite).reduce((a, b) => Math.max(a, b), 1);
    const unit = 1024 ** Math.max(0, Math.floor(Math.log(most / 4) / Math.log(1024)));
    const step = unit * [1, 2, 5, 10, 20, 50, 100, 200, 500, 1024].find(s => s * unit * 5 >= most);
    return { interval: step, max: step * Math.ceil(most / step) };
  };

  /** Ends of the time axes, in ms. */
  const extremes = () => {
    const [from, to] = window.pggit.range;
    return { min: (data.end || 1) * from * 10, max: (data.end || 1) * to * 10 };
  };

  const option = (chart, box) => {
    const names = chart.series.filter(s => s.shape !== 'cells').map(s => s.name);
    const heat = chart.series.find(s => s.shape === 'cells');
    if (heat) levels(heat).forEach(l => l.cells.length && names.push(l.from === l.to ? brief(l.from) : brief(l.from) + '\u2013' + brief(l.to)));
    if (chart.series.some(s => s.dashed || s.shape === 'band')) names.reverse(); // what was measured first
    const legend = names.length > 1;
    const narrow = box.clientWidth < 560;
    const categories = chart.series.find(s => s.labels);
    const grid = { left: categories ? (narrow ? 110 : 220) : 64, right: narrow ? 12 : 24, top: legend ? 54 : 26, bottom: chart.time ? 26 : 44 };
    const range = chart.y.scale === 'log' ? extent(values(chart), base(chart.y)) : undefined;
    const height = box.clientHeight - grid.top - grid.bottom;
    const width = box.clientWidth - grid.left - grid.right;
    const series = chart.series.flatMap(s => {
      if (s.shape === 'cells') return cells(chart, s, height, range);
      if (s.shape === 'points') return dots(chart, s);
      if (s.shape === 'band') return band(chart, s, width);
      if (s.shape === 'spans') return spans(chart, s);
      return s.shape === 'ranges' ? ranges(chart, s) : plain(chart, s);
    });
    const x = axis(chart.x);
    const y = axis(chart.y, range);
    if (chart.time) {
      Object.assign(x, { type: 'time', ...extremes(), splitLine: { show: false } });
      x.axisLabel.formatter = v => clock(v / 1000);
    } else {
      Object.assign(x, { name: chart.x.name, nameLocation: 'middle', nameGap: 28, splitNumber: narrow ? 3 : 6 });
    }
    if (categories) {
      y.interval = 1;
      y.axisLabel.formatter = v => categories.labels[categories.y.indexOf(v)] ?? '';
      Object.assign(y.axisLabel, { width: grid.left - 12, overflow: 'break', hideOverlap: false });
    } else {
      Object.assign(y, { name: chart.y.name, nameGap: 10 });
      y.nameTextStyle.align = 'left';
      y.nameTextStyle.padding = [0, 0, 0, -grid.left + 4];
    }
    if (chart.y.unit === 'count') y.minInterval = 1;
    if (/^B/.test(chart.y.unit) && chart.y.scale === 'linear') Object.assign(y, binary(chart));
    if (series.length) series[0].markLine = marks(chart, width);
    return {
      useUTC: true, animation: false, backgroundColor: 'transparent', textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid, xAxis: x, yAxis: y, series,
      legend: legend ? {
        type: 'scroll', data: names, top: 0, left: 0, right: 0, itemWidth: 12, itemHeight: 12, itemGap: 16, icon: 'roundRect',
        textStyle: { color: color('text'), fontSize: 12 }, pageTextStyle: { color: color('quiet') }, pageIconColor: color('link'), pageIconInactiveColor: color('line'),
        selectedMode: !heat,
      } : undefined,
      tooltip: {
        trigger: chart.series.some(s => s.shape === 'points') ? 'item' : 'axis', confine: true, backgroundColor: color('card'), borderColor: color('line'),
        textStyle: { color: color('text'), fontSize: 12 }, axisPointer: { lineStyle: { color: color('quiet') } }, formatter: found => tip(chart, found),
        extraCssText: 'box-shadow: 0 2px 10px rgba(0,0,0,.2)',
      },
    };
  };

  // ---- Drawing

  const draw = id => {
    const box = document.getElementById('chart-' + id);
    if (!box) return;
    if (charts[id].series.some(s => s.shape === 'cells')) box.classList.add('tall');
    drawn[id] = drawn[id] || echarts.init(box, null, { renderer: 'svg' });
    drawn[id].setOption(option(charts[id], box), true);
  };
  const redraw = () => Object.keys(drawn).forEach(draw);

  const setRange = (from, to) => {
    window.pggit.range = [from, to];
    document.querySelectorAll('#zoom button').forEach(b =>
      b.setAttribute('aria-pressed', String(Number(b.dataset.from) === from && Number(b.dataset.to) === to)));
    Object.keys(drawn).filter(id => charts[id].time).forEach(draw);
  };
  window.pggit.setRange = setRange;

  /** Drag with a mouse to look closer; a finger scrolls the page. */
  const zoomByDrag = (id, box) => {
    let start = null;
    let shade = null;
    const within = e => {
      const left = box.getBoundingClientRect().left;
      return Math.max(0, Math.min(box.clientWidth, e.clientX - left));
    };
    const end = () => { if (shade) shade.remove(); start = shade = null; };
    box.addEventListener('pointerdown', e => {
      if (e.pointerType === 'mouse' && e.button === 0 && e.offsetY > 50) start = within(e);
    });
    box.addEventListener('pointermove', e => {
      if (start === null || Math.abs(within(e) - start) < 4) return;
      if (!shade) { shade = document.createElement('div'); shade.className = 'drag'; box.append(shade); }
      const [a, b] = [start, within(e)].sort((p, q) => p - q);
      Object.assign(shade.style, { left: a + 'px', width: (b - a) + 'px', top: '50px', bottom: '26px' });
    });
    window.addEventListener('pointerup', e => {
      if (shade) {
        const at = [start, within(e)].sort((p, q) => p - q).map(px => drawn[id].convertFromPixel({ xAxisIndex: 0 }, px) / data.end / 10);
        const [from, to] = [Math.max(0, at[0]), Math.min(100, at[1])];
        if (to - from > 0.2) setRange(from, to);
      }
      end();
    });
    box.addEventListener('dblclick', () => setRange(0, 100));
  };

  document.querySelectorAll('#zoom button').forEach(b =>
    b.addEventListener('click', () => setRange(Number(b.dataset.from), Number(b.dataset.to))));

  // ---- The same data as tables, made when somebody asks

  const MOST_ROWS = 1500;
  const rowsOf = chart => {
    const y = write(chart.y.unit);
    const x = write(chart.x.unit);
    const shared = chart.series.every(s => !s.x && s.y);
    if (shared) {
      const rows = chart.at.map((at, i) => [x(at), ...chart.series.map(s => finite(s.y[i]) ? y(s.y[i]) : '')]);
      return { head: [chart.x.name, ...chart.series.map(s => s.name)], rows: rows.filter(r => r.slice(1).some(Boolean)) };
    }
    const rows = [];
    const between = (s, i, unit) => finite(s.low[i]) && finite(s.high[i]) ? unit(s.low[i]) + ' \u2013 ' + unit(s.high[i]) : 'not known from this run';
    chart.series.forEach(s => {
      const at = xs(chart, s);
      (s.y || s.low).forEach((v, i) => {
        if (s.shape === 'cells') rows.push([s.name, x(at[i]), y(s.low[i]) + ' \u2013 ' + y(s.high[i]), brief(v)]);
        else if (s.shape === 'ranges') rows.push([s.labels ? s.labels[i] : s.name, x(at[i]), between(s, i, x)]);
        else if (s.low) rows.push([s.name, x(at[i]), between(s, i, y)]);
        else if (s.labels) rows.push([s.labels[i] + ', ' + s.name, x(at[i]), '']);
        else if (finite(v)) rows.push([s.name, x(at[i]), y(v)]);
      });
    });
    const head = chart.series.some(s => s.shape === 'cells') ? ['', chart.x.name, chart.y.name, 'how many'] : ['', chart.x.name, chart.y.name || '95 % interval'];
    return { head, rows };
  };
  const cell = (kind, content, word) => {
    const made = document.createElement(kind);
    made.textContent = content;
    made.className = word ? 'word' : 'number';
    return made;
  };
  document.querySelectorAll('details.data').forEach(details => details.addEventListener('toggle', () => {
    const place = details.querySelector('.scroll');
    if (!details.open || place.firstChild) return;
    const { head, rows } = rowsOf(charts[details.dataset.chart]);
    const table = document.createElement('table');
    const line = (parent, cells, kind) => {
      const tr = document.createElement('tr');
      cells.forEach((c, i) => tr.append(cell(kind, c, i === 0)));
      parent.append(tr);
    };
    line(table.createTHead(), head, 'th');
    const body = table.createTBody();
    rows.slice(0, MOST_ROWS).forEach(r => line(body, r, 'td'));
    if (rows.length > MOST_ROWS) line(body, [`and ${rows.length - MOST_ROWS} more rows`], 'td');
    place.tabIndex = 0;
    place.append(table);
  }));

  // ---- Begin

  page.onTheme(redraw);
  const waiting = Object.keys(charts);
  const next = () => {
    const id = waiting.shift();
    if (id === undefined) {
      root.dataset.ready = String(Math.round(performance.now()));
      return;
    }
    draw(id);
    const box = document.getElementById('chart-' + id);
    if (charts[id].time) zoomByDrag(id, box);
    let width = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth !== width && box.clientWidth > 0) {
        width = box.clientWidth;
        drawn[id].resize();
        draw(id);
      }
    }).observe(box);
    setTimeout(next);
  };
  next();
})();
