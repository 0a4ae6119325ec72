// A trained network, computed in the browser: the same layers as in Python. `cells` holds the step of each cell that it has.

const makeNetwork = (spec, cells) => {
  const unpack = ({ shape, factor, data }) => {
    const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
    const whole = new DataView(bytes.buffer);
    const values = new Float32Array(bytes.length / 2);
    for (let at = 0; at < values.length; at++) values[at] = factor * whole.getInt16(2 * at, true);
    return { shape, values };
  };
  const weights = Object.fromEntries(Object.entries(spec.weights).map(([name, one]) => [name, unpack(one)]));

  // row (features) times a matrix (features, columns), added to `sums`; a number stands for a row with a single 1
  const addProduct = (row, { shape: [, columns], values }, sums) => {
    if (typeof row === 'number') {
      for (let column = 0, at = row * columns; column < columns; column++, at++) sums[column] += values[at];
      return;
    }
    for (let feature = 0, at = 0; feature < row.length; feature++, at += columns) {
      const factor = row[feature];
      if (factor !== 0) for (let column = 0; column < columns; column++) sums[column] += factor * values[at + column];
    }
  };

  const recurrent = (layer, number, prefix = '') => {
    const cell = cells[`${layer.kind} ${layer.activation ?? 'tanh'}`];
    const n = layer.units;
    const of = name => weights[`${number}/${prefix}${name}`];
    const bias = of('bias').values;
    const second = cell.secondBias ? bias.subarray(bias.length / 2) : null;
    const own = Object.fromEntries(cell.own.map(name => [name, of(name).values]));
    const start = () => Object.fromEntries(layer.said.map(name => [name, new Float64Array(n)]));
    const step = (row, before) => {
      const x = Float64Array.from(second ? bias.subarray(0, bias.length / 2) : bias);
      addProduct(row, of('kernel'), x);
      const h = second ? Float64Array.from(second) : new Float64Array(cell.seeing.length * n);
      if (cell.seeing.length) addProduct(before.h, of('recurrent_kernel'), h);
      const said = start();
      cell.step(n, x, h, before, own, said);
      return said;
    };
    return { cell, start, step };
  };
  const parts = spec.layers.map((layer, number) =>
    layer.said
      ? { forwards: recurrent(layer, number), backwards: layer.bidirectional ? recurrent(layer, number, 'backward_') : null }
      : null
  );

  const read = (part, rows) => {
    let state = part.start();
    return rows.map(row => (state = part.step(row, state)));
  };
  const joined = (one, other) => Float64Array.from([...one, ...other]);
  const mean = rows => rows[0].map((_, at) => rows.reduce((sum, row) => sum + row[at], 0) / rows.length);
  const dense = (layer, number, row) => {
    const sums = Float64Array.from(weights[`${number}/bias`].values);
    addProduct(row, weights[`${number}/kernel`], sums);
    return layer.activation === 'relu' ? sums.map(one => Math.max(one, 0)) : sums;
  };
  const each = (rows, change) => (rows.single ? single(change(rows.single)) : rows.map(change));
  const single = row => Object.assign([], { single: row });

  const recurrentLayer = (layer, { forwards, backwards }, rows, shown) => {
    const there = read(forwards, rows);
    shown.push({ cell: forwards.cell, steps: there });
    if (!backwards) return layer.return_sequences ? there.map(said => said.h) : single(there.at(-1).h);
    const back = read(backwards, [...rows].reverse());
    if (!layer.return_sequences) return single(joined(there.at(-1).h, back.at(-1).h));
    back.reverse();
    return there.map((said, at) => joined(said.h, back[at].h));
  };

  // rows: numbers of symbols, or lists of numbers. Returns the answer and, of each recurrent layer, all that its steps said.
  const forward = input => {
    const shown = [];
    let rows = input;
    if (spec.masked) rows = rows.slice(0, Math.max(1, rows.filter(id => id !== 0).length));
    spec.layers.forEach((layer, number) => {
      if (layer.kind === 'embedding') {
        const { shape, values } = weights[`${number}/embeddings`];
        rows = rows.map(id => values.subarray(id * shape[1], (id + 1) * shape[1]));
      } else if (layer.kind === 'bag') {
        const found = new Float64Array(spec.symbols);
        rows.forEach(id => (found[id] = 1));
        rows = single(found);
      } else if (layer.kind === 'pooling') {
        rows = single(mean(rows.map(row => Float64Array.from(row))));
      } else if (layer.kind === 'dense') {
        rows = each(rows, row => dense(layer, number, row));
      } else if (parts[number]) {
        rows = recurrentLayer(layer, parts[number], rows, shown);
      }
    });
    return { answer: rows.single ?? rows.at(-1), shown };
  };

  // One symbol after another with a memory that is carried on; for networks that read in one direction and answer at each step.
  const stepper = () => {
    let states = parts.map(part => part?.forwards.start());
    return id => {
      const shown = [];
      let row = id;
      spec.layers.forEach((layer, number) => {
        if (layer.kind === 'embedding') {
          const { shape, values } = weights[`${number}/embeddings`];
          row = values.subarray(row * shape[1], (row + 1) * shape[1]);
        } else if (layer.kind === 'dense') row = dense(layer, number, row);
        else if (parts[number]) {
          states[number] = parts[number].forwards.step(row, states[number]);
          shown.push({ cell: parts[number].forwards.cell, steps: [states[number]] });
          row = states[number].h;
        }
      });
      return { answer: row, shown };
    };
  };

  return { forward, stepper };
};

const softmax = (logits, temperature = 1) => {
  const most = Math.max(...logits);
  const powers = Array.from(logits, one => Math.exp((one - most) / temperature));
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map(one => one / sum);
};
