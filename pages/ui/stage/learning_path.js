// See it learn to follow: after each epoch the path with closed eyes curls towards the true one. Points are [x, y, ...].

class Following extends Learning {
  errorName() { return 'Mean distance'; }
  between(from, to, share) { return to.map((value, at) => super.between(from?.[at], value, share)); }
  way(plot, points) {
    let drawn = '';
    for (const [x, y] of points) {
      if (x === null || y === null) break;
      drawn += `${drawn ? 'L' : 'M'}${plot.X(x).toFixed(1)} ${plot.Y(y).toFixed(1)}`;
    }
    return drawn;
  }
  trace(plot, points, color, width, { dash = 'none', opacity = 1, name = '' } = {}) {
    const round = { fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
    const style = { d: this.way(plot, points), stroke: color, 'stroke-width': width, 'stroke-dasharray': dash, opacity };
    plot.add('path', { ...round, ...style, class: name });
  }
  // What is known and true fills the picture; one unit is as long in both directions.
  plot(label) {
    const { known, actual } = this.data, width = (this.drawnAt = widthOf(this.picture)), narrow = width < NARROW;
    const height = heightOf(narrow ? 300 : 420), pad = [18, narrow ? 96 : 138, 18, 18], ranges = [0, 1].map(at => {
      const values = [...known, ...actual].map(point => point[at]), low = Math.min(...values), high = Math.max(...values);
      return { middle: (low + high) / 2, size: (high - low) * 1.25 || 1 };
    });
    const room = [width - pad[1] - pad[3], height - pad[0] - pad[2]], unit = Math.max(...ranges.map(({ size }, at) => size / room[at]));
    const [x, y] = ranges.map(({ middle }, at) => [middle - (unit * room[at]) / 2, middle + (unit * room[at]) / 2]);
    return new Plot({ width, height, x, y, pad, label });
  }
  draw(line) {
    if (!this.data || !this.node.isConnected) return;
    const { known, actual, naive, naive_name, epochs } = this.data, here = this.here, said = line || here?.said || null;
    this.line = said;
    const plot = this.plot(here ? `After epoch ${here.epoch}: the path with closed eyes beside the true one` : 'The true path, before the network has learned');
    const start = known.at(-1), ends = [], inside = (value, [low, high]) => value !== null && value >= low && value <= high;
    const end = (points, text, color, words = color, small = false) => {
      const point = points.findLast(([x, y]) => inside(x, plot.x) && inside(y, plot.y)) || start;
      ends.push({ at: point[0], value: point[1], text, color, words, small });
    };
    this.trace(plot, known, 'var(--rl-learned)', 2, { dash: '1 6' });
    this.trace(plot, [start, ...naive], 'var(--rl-naive)', 1.6, { dash: '2 4' });
    this.trace(plot, [start, ...actual], 'var(--rl-actual)', 2.4);
    end(actual, 'true path', 'var(--rl-actual)');
    end(naive, naive_name, 'var(--rl-naive)', 'var(--rl-naive-words)');
    for (const one of here ? this.ghosts(epochs, here.epoch) : []) {
      this.trace(plot, [start, ...one.said], 'var(--rl-memory)', 1.6, { dash: '1 5', opacity: 0.6 });
      end(one.said, `epoch ${one.epoch}`, 'var(--rl-memory)', 'var(--rl-memory-words)', true);
    }
    if (said) {
      this.trace(plot, [start, ...said], 'var(--rl-memory)', 4, { dash: '1 7', name: 'rl-eyes' });
      end(said, 'eyes closed', 'var(--rl-memory)', 'var(--rl-memory-words)');
    }
    plot.add('circle', { cx: plot.X(start[0]), cy: plot.Y(start[1]), r: 5.5, fill: 'var(--rl-net)', stroke: 'var(--rl-card)', 'stroke-width': 2.5 });
    plot.ends(ends);
    this.picture.replaceChildren(plot.node);
    this.beside(here);
  }
  rows() {
    const { actual, coordinates, start } = this.data, said = this.here?.said || [];
    const near = Math.max(...[0, 1].map(at => Math.max(...actual.map(one => one[at])) - Math.min(...actual.map(one => one[at])))) / 10;
    const both = point => [0, 1].map(at => shown(point?.[at], near));
    const header = ['point', ...['true', 'network'].flatMap(who => coordinates.slice(0, 2).map(name => `${who}: ${name}`))];
    return { header, rows: actual.map((point, at) => [start + at + 1, ...both(point), ...both(said[at])]) };
  }
}

export default function (component) {
  const { data, parentElement } = component;
  parentElement.learning ??= new Following(parentElement);
  parentElement.learning.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.learning?.remove(); parentElement.learning = null; } };
}
