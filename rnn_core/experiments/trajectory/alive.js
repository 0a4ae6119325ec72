// A path that goes on with closed eyes. DATA.own: as a forecast's; every column is a coordinate.

const own = DATA.own;
const next = points => {
  const steps = DATA.network.timesteps;
  if (points.length < steps) throw new Error(`The network reads ${steps} points: ${points.length} were given.`);
  const past = points.slice(-steps).map(point => point.map((value, at) => (value - own.offset[at]) / own.scale[at]));
  const { answer, shown } = network.forward(past.map(point => Float64Array.from(point)));
  const point = Array.from(answer, (said, at) => (own.change ? past.at(-1)[at] + said * own.change[at] : said) * own.scale[at] + own.offset[at]);
  return { point, shown };
};

start({
  predict: points => next(points).point,
  show: root => {
    const picture = svg('svg', { viewBox: '0 0 720 420', role: 'img', 'aria-label': 'The path, and how it goes on' });
    const said = html('p', 'said');
    const inside = lights();
    const points = own.rows.map(row => [...row]);
    const start = points.length;
    let shown = [];
    const upTo = count => {
      while (points.length < start + count) {
        const found = next(points);
        points.push(found.point);
        shown = found.shown;
      }
    };
    const draw = count => {
      upTo(Math.max(1, count));
      const seen = points.slice(0, start), ahead = points.slice(start - 1, start + count);
      const all = points.slice(0, start + count), flat = at => all.map(point => point[at] ?? 0);
      const [left, right, low, high] = [Math.min(...flat(0)), Math.max(...flat(0)), Math.min(...flat(1)), Math.max(...flat(1))];
      const scale = Math.min(680 / (right - left || 1), 380 / (high - low || 1));
      const place = ([a, b = 0]) => `${20 + scale * (a - left)},${400 - scale * (b - low)}`;
      const step = seen.at(-1).map((value, at) => value - seen.at(-2)[at]);
      const straight = [seen.at(-1), seen.at(-1).map((value, at) => value + count * step[at])];
      const line = (some, look) => svg('polyline', { points: some.map(place).join(' '), class: look });
      picture.replaceChildren(line(seen, 'actual'), line(straight, 'naive'), line(ahead, 'net'));
      said.textContent = `After ${count} steps with closed eyes the network is at ${points[start + count - 1].map(round).join(', ')}; dashed: straight on.`;
      inside.show(shown);
    };
    const steps = slider('Steps with closed eyes', { min: 1, max: 200, step: 1, value: 50 }, String, draw);
    root.append(html('h2', '', 'With closed eyes'), picture, said, html('div', 'row', steps.node), inside.node);
    draw(50);
  },
});
