// A forecast: after each epoch the network's line over the same rows moves towards the actual one.

const NARROW = 600, FEW_ROWS = 30;

class Series extends Learning {
  drawn(said, here) {
    const { actual, naive, labels, unit, epochs } = this.data, width = this.drawnAt, narrow = width < NARROW;
    const first = narrow ? Math.max(0, actual.length - FEW_ROWS) : 0, cut = values => values.slice(first);
    const last = actual.length - 1, ghosts = here ? this.ghosts(epochs, here.epoch) : [];
    const seen = [...cut(actual), ...cut(naive), ...epochs.flatMap(one => (one.epoch ? cut(one.said) : []))].filter(one => one !== null);
    const low = Math.min(...seen), high = Math.max(...seen), more = (high - low) * 0.06 || 1;
    const label = here ? `After epoch ${here.epoch}: the network beside what happened` : 'What happened, before the network has learned';
    const pad = [16, narrow ? 96 : 138, 32, 56];
    const plot = new Plot({ width, height: heightOf(narrow ? 300 : 420), x: [first, last], y: [low - more, high + more], pad, label });
    plot.yAxis(unit.startsWith('°') ? ' °' : '');
    const places = Plot.spread(first, last, narrow ? 2 : 4);
    plot.xAxis(places, places.map(place => labels[place]));
    if (!here) plot.line(cut(naive), 'var(--rl-naive)', 1.6, { first, dash: '2 4' });
    plot.line(cut(actual), 'var(--rl-actual)', 2.4, { first });
    const ends = [{ at: last, value: actual[last], text: 'actual', color: 'var(--rl-actual)', words: 'var(--rl-actual)' }];
    const name = narrow ? this.data.naive_short : this.data.naive_name;
    if (!here) ends.push({ at: last, value: naive[last], text: name, color: 'var(--rl-naive)', words: 'var(--rl-naive-words)' });
    ghosts.forEach((one, at) => {
      plot.line(cut(one.said), 'var(--rl-net)', 1.8, { first, dash: '1 5', opacity: 0.6 + 0.12 * at });
      ends.push({ at: last, value: one.said[last], text: `epoch ${one.epoch}`, color: 'var(--rl-net)', words: 'var(--rl-net-words)', small: true });
    });
    if (said) {
      plot.line(cut(said), 'var(--rl-net)', 3.6, { first, halo: 6.5 });
      plot.add('circle', { cx: plot.X(last), cy: plot.Y(said[last]), r: 5.5, fill: 'var(--rl-net)', stroke: 'var(--rl-card)', 'stroke-width': 2.5 });
      ends.push({ at: last, value: said[last], text: 'network', color: 'var(--rl-net)', words: 'var(--rl-net-words)' });
    }
    plot.ends(ends);
    return plot.node;
  }
  rows() {
    const { actual, naive, labels, naive_name } = this.data, said = this.here?.said || [];
    const near = (Math.max(...actual) - Math.min(...actual)) / 10;
    const rows = actual.map((value, at) => [labels[at], shown(value, near), shown(said[at], near), shown(naive[at], near)]);
    return { header: ['', 'actual', 'network', naive_name], rows };
  }
}

export default learns(Series);
