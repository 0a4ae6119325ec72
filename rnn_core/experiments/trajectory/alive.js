// A path that goes on with closed eyes, beside windowed_series.js: every column is a coordinate.

start({
  predict: points => ahead(points).values[0],
  show: root => {
    const picture = svg('svg', { viewBox: '0 0 720 420', role: 'img', 'aria-label': 'The path, and how it goes on' });
    const said = html('p', 'said');
    const inside = lights();
    const points = own.rows.map(row => [...row]);
    const start = points.length;
    let shown = [];
    const upTo = count => {
      while (points.length < start + count) {
        const found = ahead(points);
        points.push(found.values[0]);
        shown = found.shown;
      }
    };
    const draw = count => {
      upTo(Math.max(1, count));
      const seen = points.slice(0, start), gone = points.slice(start - 1, start + count);
      const all = points.slice(0, start + count), flat = at => all.map(point => point[at] ?? 0);
      const [left, right, low, high] = [Math.min(...flat(0)), Math.max(...flat(0)), Math.min(...flat(1)), Math.max(...flat(1))];
      const scale = Math.min(680 / (right - left || 1), 380 / (high - low || 1));
      const place = ([a, b = 0]) => `${20 + scale * (a - left)},${400 - scale * (b - low)}`;
      const step = seen.at(-1).map((value, at) => value - seen.at(-2)[at]);
      const straight = [seen.at(-1), seen.at(-1).map((value, at) => value + count * step[at])];
      const line = (some, look) => svg('polyline', { points: some.map(place).join(' '), class: look });
      picture.replaceChildren(line(seen, 'actual'), line(straight, 'naive'), line(gone, 'net'));
      said.textContent = `After ${count} steps with closed eyes the network is at ${points[start + count - 1].map(round).join(', ')}; dashed: straight on.`;
      inside.show(shown);
    };
    const steps = slider('Steps with closed eyes', { min: 1, max: 200, step: 1, value: 50 }, String, draw);
    root.append(html('h2', '', 'With closed eyes'), picture, said, html('div', 'row', steps.node), inside.node);
    draw(50);
  },
});
