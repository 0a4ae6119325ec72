// A text that writes itself on. DATA.own: symbols, folded, lowercase, window (null: all before), prompt.

const own = DATA.own;
const SYMBOLS = Array.from(own.symbols);
const NUMBERS = new Map(SYMBOLS.map((symbol, number) => [symbol, number]));
const RARE = own.folded ? NUMBERS.get('\ufffd') : undefined;

const known = text => {
  const ids = Array.from(own.lowercase ? text.toLowerCase() : text, one => NUMBERS.get(one) ?? RARE).filter(id => id !== undefined);
  if (!ids.length) throw new Error('The text has no character that the network has seen: begin with some of ' + own.symbols.trim().slice(0, 60));
  return ids;
};

// What comes next, with a memory of what was read.
const reader = text => {
  let ids = known(text);
  const step = own.window ? null : network.stepper();
  let now = step ? ids.reduce((_, id) => step(id), null) : network.forward(ids.slice(-own.window));
  return {
    chances: temperature => softmax(now.answer, temperature),
    shown: () => now.shown,
    take: id => {
      ids = [...ids, id].slice(-(own.window ?? 1));
      now = step ? step(id) : network.forward(ids);
    },
  };
};
const drawn = chances => {
  let left = Math.random();
  const at = chances.findIndex(chance => (left -= chance) < 0);
  return at < 0 ? chances.length - 1 : at;
};

start({
  predict: text => Object.fromEntries(reader(text).chances(1).map((chance, id) => [SYMBOLS[id], chance])),
  show: root => {
    const prompt = Object.assign(html('textarea'), { value: own.prompt, ariaLabel: 'How the text begins' });
    const heat = slider('Temperature', { min: 0.1, max: 1.5, step: 0.05, value: 0.6 }, value => value.toFixed(2), () => look());
    const write = html('button', 'main', 'Write on');
    const written = html('div', 'written');
    const next = html('div', 'bars');
    const inside = lights();
    let now = null, under = false;

    const look = () => {
      if (!now) return;
      const chances = now.chances(Number(heat.input.value));
      next.replaceChildren(...bars(Object.fromEntries(chances.map((one, id) => [SYMBOLS[id], one])), 8, symbol => add(NUMBERS.get(symbol))));
      inside.show(now.shown());
    };
    const add = id => {
      now.take(id);
      written.lastChild.append(SYMBOLS[id]);
      look();
    };
    const begin = () => {
      try {
        now = reader(prompt.value);
        written.replaceChildren(prompt.value, html('b'));
      } catch (error) {
        now = null;
        written.replaceChildren(error.message);
      }
      look();
    };
    const stop = () => {
      under = false;
      write.textContent = 'Write on';
    };
    const go = () => {
      if (!under || !now) return stop();
      add(drawn(now.chances(Number(heat.input.value))));
      setTimeout(go, 30);
    };
    write.addEventListener('click', () => {
      if (under) return stop();
      if (!now) begin();
      under = true;
      write.textContent = 'Stop';
      go();
    });
    prompt.addEventListener('input', () => {
      stop();
      begin();
    });
    root.append(
      html('h2', '', 'How it begins'), prompt, html('div', 'row', write, heat.node),
      html('h2', '', 'The text'), written,
      html('h2', '', 'What may come next (choose one yourself)'), next, inside.node
    );
    begin();
  },
});
