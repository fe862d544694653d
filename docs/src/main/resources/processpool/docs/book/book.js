'use strict';

// What all pages have: words, colours, highlighting, copying, the menu, the other language.

const book = {
  root: document.documentElement.dataset.root ?? '',
  live: document.documentElement.dataset.mode === 'live',
  words: JSON.parse(document.getElementById('words')?.textContent ?? '{}'),
  say(key, value) {
    return (this.words[key] ?? key).replace('{0}', value);
  },
  /** The page's path inside the book. */
  path() {
    const depth = this.root.split('/').length;
    return location.pathname.split('/').slice(-depth).join('/');
  },
  add(parent, tag, text = '', kind = '') {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = kind;
    parent.append(element);
    return element;
  },
  /** Asks the book's program for something that only this page may ask. */
  post(what, values) {
    const token = location.pathname.split('/')[1];
    const query = new URLSearchParams({ page: this.path(), ...values });
    return fetch(`${this.root}${what}?${query}`, {
      method: 'POST', headers: { 'X-Pool-Token': token } });
  },
};

if (document.body.classList.contains('front')) {
  const chinese = navigator.language.toLowerCase().startsWith('zh');
  location.replace(document.querySelector(chinese ? '[lang=zh-CN]' : '[lang=en]:not(html)').href);
}

// ---- colours

const schemes = ['auto', 'light', 'dark'];

function storedScheme() {
  try {
    return localStorage.getItem('scheme') ?? 'auto';
  } catch {
    return 'auto'; // a browser that keeps nothing
  }
}

function useScheme(scheme) {
  document.documentElement.dataset.scheme = scheme;
  const button = document.getElementById('scheme');
  if (button) {
    button.textContent = { auto: '◐', light: '☀', dark: '☾' }[scheme];
    button.title = book.say(`scheme.${scheme}`);
    button.setAttribute('aria-label', button.title);
    button.hidden = false;
    button.onclick = () => {
      const next = schemes[(schemes.indexOf(scheme) + 1) % schemes.length];
      try {
        localStorage.setItem('scheme', next);
      } catch {
        // Then it holds for this page alone.
      }
      useScheme(next);
    };
  }
}
useScheme(schemes.includes(storedScheme()) ? storedScheme() : 'auto');

// ---- code

for (const code of document.querySelectorAll('code[class^=language-]')) {
  const language = code.className.slice('language-'.length);
  if (globalThis.hljs?.getLanguage(language)) {
    code.innerHTML = hljs.highlight(code.textContent, { language }).value;
  }
}

for (const figure of document.querySelectorAll('figure.code, figure.command')) {
  const button = book.add(figure, 'button', book.say('copy'), 'copy');
  button.type = 'button';
  button.onclick = async () => {
    await navigator.clipboard.writeText(figure.querySelector('code').textContent);
    button.textContent = book.say('copied');
    setTimeout(() => {
      button.textContent = book.say('copy');
    }, 1500);
  };
}

// ---- the menu of narrow screens

const menu = document.getElementById('menu');
if (menu) {
  menu.hidden = false;
  menu.onclick = () => {
    const open = document.body.classList.toggle('menu');
    menu.setAttribute('aria-expanded', String(open));
  };
  document.getElementById('pages').addEventListener('click', (event) => {
    if (event.target.closest('a')) {
      document.body.classList.remove('menu');
      menu.setAttribute('aria-expanded', 'false');
    }
  });
  document.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
}

// ---- the other language, at the same section: headings have the same anchors in both

const language = document.getElementById('language');
language?.addEventListener('click', () => {
  let here = '';
  for (const heading of document.querySelectorAll('article h2[id], article h3[id]')) {
    if (heading.getBoundingClientRect().top < innerHeight / 3) {
      here = `#${heading.id}`;
    }
  }
  language.href = language.href.split('#')[0] + here;
});
