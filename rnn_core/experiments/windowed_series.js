// A network that reads the last rows of a series. DATA.own: columns, targets, horizon, offset, scale, change (or null), rows,
// places, unit, as windowed_series.py writes them.

const own = DATA.own;

// Rows of all columns in the data's units, at least as many as the network reads. Gives the next values, (horizon, targets).
const ahead = rows => {
  const steps = DATA.network.timesteps;
  if (rows.length < steps) throw new Error(`The network reads ${steps} rows: ${rows.length} were given.`);
  const past = rows.slice(-steps).map(row => row.map((value, at) => (value - own.offset[at]) / own.scale[at]));
  const { answer, shown } = network.forward(past.map(row => Float64Array.from(row)));
  const inUnits = (said, at) => (own.change ? past.at(-1)[at] + said * own.change[at] : said) * own.scale[at] + own.offset[at];
  const values = Array.from({ length: own.horizon }, (_, step) =>
    Array.from({ length: own.targets }, (_, at) => inUnits(answer[step * own.targets + at], at))
  );
  return { values, shown };
};
