// A forecast that moves with its last inputs, beside windowed_series.js.

const asRows = input => input.map(one => (Array.isArray(one) ? one : [one]));

start({
  predict: input => {
    const { values } = ahead(asRows(input));
    return own.targets === 1 ? values.flat() : values;
  },
  show: root => {
    const rows = own.rows.map(row => [...row]);
    const first = rows.map(row => row[0]);
    const reach = Math.max(...first) - Math.min(...first) || 1;
    const [low, high] = [Math.min(...first) - reach / 2, Math.max(...first) + reach / 2];
    const size = [720, 300], pad = 34;
    const x = at => pad + ((size[0] - 2 * pad) * at) / (rows.length - 1 + own.horizon);
    const y = value => size[1] - pad - ((size[1] - 2 * pad) * (value - low)) / (high - low);
    const line = (points, look) => svg('polyline', { points: points.map(([a, b]) => `${x(a)},${y(b)}`).join(' '), class: look });
    const picture = svg('svg', { viewBox: `0 0 ${size.join(' ')}`, role: 'img', 'aria-label': 'The last values and the forecast' });
    const said = html('p', 'said');
    const inside = lights();
    let place = rows.length - 1;

    const draw = () => {
      const { values, shown } = ahead(rows);
      const last = rows.at(-1)[0], end = rows.length - 1;
      const network = values.map((row, step) => [end + 1 + step, row[0]]);
      picture.replaceChildren(
        svg('text', { x: 2, y: y(high) + 4 }, round(high)), svg('text', { x: 2, y: y(low) + 4 }, round(low)),
        line(rows.map((row, at) => [at, row[0]]), 'actual'),
        line([[end, last], [end + own.horizon, last]], 'naive'), line([[end, last], ...network], 'net'),
        ...network.map(([at, value]) => svg('circle', { cx: x(at), cy: y(value), r: 4, class: 'net' })),
        svg('circle', { cx: x(place), cy: y(rows[place][0]), r: 6, class: 'actual' })
      );
      said.textContent = `Next: ${round(values[0][0])}${own.unit && ' ' + own.unit}. The simplest guess, the last value: ${round(last)}.`;
      inside.show(shown);
    };
    const value = slider('Its value', { min: low, max: high, step: (high - low) / 500, value: rows[place][0] }, round, found => {
      rows[place][0] = found;
      draw();
    });
    const which = slider('Row', { min: 0, max: rows.length - 1, step: 1, value: place }, at => own.places[at], at => {
      place = at;
      value.input.value = rows[at][0];
      value.output.textContent = round(rows[at][0]);
      draw();
    });
    const again = html('button', '', 'As it was');
    again.addEventListener('click', () => {
      rows.forEach((row, at) => (row[0] = own.rows[at][0]));
      which.input.dispatchEvent(new Event('input'));
    });
    root.append(
      html('h2', '', `${own.columns[0]}: what if a value had been another?`), picture, said,
      html('div', 'row', which.node, value.node, again), inside.node
    );
    draw();
  },
});
