// A classifier that answers what one types, and shows what moved it. DATA.own: words, tokens, classes, text.

const own = DATA.own;
const UNKNOWN = 1, SPECIAL = 2, MOST = 60; // words whose part in the answer is shown
const NUMBERS = new Map(own.words.map((word, at) => [word, at + SPECIAL]));

const split = text => {
  const plain = text.toLowerCase().normalize('NFC');
  if (own.tokens === 'characters') return Array.from(plain.split(/\s+/u).filter(Boolean).join(' '));
  return plain.replaceAll('\u2019', "'").match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];
};
const numbered = words => {
  const ids = words.slice(0, DATA.network.timesteps).map(word => NUMBERS.get(word) ?? UNKNOWN);
  if (!ids.length) ids.push(UNKNOWN);
  return [...ids, ...Array(DATA.network.timesteps - ids.length).fill(0)];
};
const answer = ids => {
  const { answer: logits, shown } = network.forward(ids);
  return { chances: softmax(logits), shown };
};
const named = chances => Object.fromEntries(own.classes.map((name, at) => [name, chances[at]]));

start({
  predict: text => named(answer(numbered(split(text))).chances),
  show: root => {
    const typed = Object.assign(html('textarea'), { value: own.text, ariaLabel: 'Your text' });
    const result = html('div', 'bars');
    const moved = html('p', 'words');
    const inside = lights();
    const draw = () => {
      const words = split(typed.value), ids = numbered(words);
      const { chances, shown } = answer(ids);
      const best = chances.indexOf(Math.max(...chances));
      result.replaceChildren(...bars(named(chances), 12));
      inside.show(shown);
      const bag = DATA.network.layers[0].kind === 'bag';
      const changes = words.slice(0, Math.min(MOST, DATA.network.timesteps)).map((_, place) => {
        if (ids[place] === UNKNOWN) return null;
        const without = ids.map((id, at) => (bag ? id === ids[place] : at === place) ? UNKNOWN : id);
        return chances[best] - answer(without).chances[best];
      });
      const most = Math.max(1e-6, ...changes.map(Math.abs));
      moved.replaceChildren(
        ...changes.flatMap((change, at) => {
          const word = html('span', '', words[at]);
          if (change === null) word.style.opacity = 0.5;
          else word.style.background = `color-mix(in srgb, var(${change < 0 ? '--worse' : '--net'}) ${Math.round((60 * Math.abs(change)) / most)}%, transparent)`;
          return own.tokens === 'characters' ? [word] : [word, ' '];
        })
      );
    };
    let wait;
    typed.addEventListener('input', () => {
      clearTimeout(wait);
      wait = setTimeout(draw, 150);
    });
    root.append(
      html('h2', '', 'Your text'), typed, html('h2', '', 'The answer'), result,
      html('h2', '', 'What moved it'), moved,
      html('p', 'quiet', 'Coloured: without this word the answer would be less sure (teal) or surer (red). Pale: a word that it does not know.'),
      inside.node
    );
    draw();
  },
});
