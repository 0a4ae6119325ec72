// The picture of a page as a PNG: verdict, picture, and a line that says of what.

const CARD = { width: 1200, margin: 36, scale: 2 };

// A copy of a drawing that looks the same outside the page: what the style sheet gives stands in it.
const standalone = drawing => {
  const copy = drawing.cloneNode(true), theirs = copy.querySelectorAll('*');
  drawing.querySelectorAll('*').forEach((node, at) => {
    const style = getComputedStyle(node);
    for (const name of ['fill', 'stroke', 'font-family', 'font-size', 'font-weight', 'opacity']) theirs[at].style[name] = style[name];
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return copy;
};

const asImage = async drawing => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(standalone(drawing)))}`;
  await image.decode();
  return image;
};

const pictureCard = async (stage, line) => {
  const drawing = stage.querySelector('.rl-card .rl-picture svg');
  if (!drawing) return null;
  const picture = await asImage(drawing), { width, margin, scale } = CARD, style = getComputedStyle(stage);
  const token = name => {
    const probe = stage.appendChild(html('i'));
    probe.style.color = `var(${name})`;
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const said = stage.querySelector('.rl-verdict .rl-said'), words = said ? [...said.children].map(one => one.textContent) : [];
  const high = ((width - 2 * margin) * picture.height) / picture.width, top = margin + (words.length ? 100 : 0);
  const canvas = html('canvas');
  [canvas.width, canvas.height] = [width * scale, (top + high + 70) * scale];
  const draw = canvas.getContext('2d');
  draw.scale(scale, scale);
  draw.fillStyle = token('--rl-page');
  draw.fillRect(0, 0, width, top + high + 70);
  const write = (text, y, font, color) => {
    draw.font = `${font} ${style.fontFamily}`;
    draw.fillStyle = token(color);
    draw.fillText(text, margin, y, width - 2 * margin);
  };
  if (words[0]) write(words[0], margin + 32, '700 34px', '--rl-ink');
  if (words[1]) write(words[1], margin + 70, '400 21px', '--rl-second');
  draw.drawImage(picture, margin, top, width - 2 * margin, high);
  write(`${line} · RNN Lab`, top + high + 42, '500 19px', '--rl-second');
  return new Promise(done => { canvas.toBlob(done, 'image/png'); });
};

// Into the clipboard where the browser lets us, else as a file.
const copyOrSave = async picture => {
  if (navigator.clipboard?.write && window.isSecureContext) {
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
      return 'Copied';
    } catch { /* it is not allowed: as a file, then */ }
  }
  const file = html('a');
  file.href = URL.createObjectURL(picture);
  file.download = 'rnn-lab.png';
  file.click();
  URL.revokeObjectURL(file.href);
  return 'Saved';
};
