'use strict';

// The search: lunr ranks, and is told what a word is. Chinese has no spaces, so of a row of Chinese
// characters each one is a word, and each two neighbours are.

{
  const form = document.getElementById('search');
  const field = form?.querySelector('input');
  const found = document.getElementById('found');
  const MOST = 12;
  const HAN = /\p{Script=Han}+/gu;
  let sections = null;
  let index = null;

  function pieces(text) {
    return text.toLowerCase().match(/\p{Script=Han}+|[\p{L}\p{N}_]+/gu)
      ?.flatMap((run) => run.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)) ?? [];
  }

  function neighbours(run) {
    const characters = [...run];
    return characters.slice(1).map((character, i) => characters[i] + character);
  }

  /** What is kept of a text. */
  function tokens(text) {
    return pieces(String(text ?? '')).flatMap((run) =>
      (run.match(HAN) ? [...run, ...neighbours(run)] : [run])).map((word) => new lunr.Token(word, {}));
  }

  async function load() {
    if (index) {
      return;
    }
    const script = document.createElement('script');
    script.src = `${book.root}assets/lunr.min.js`;
    const loaded = new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
    });
    document.head.append(script);
    const [answer] = await Promise.all([fetch(`${book.root}assets/search.json`), loaded]);
    sections = await answer.json();
    index = lunr(function build() {
      this.tokenizer = tokens;
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.ref('id');
      this.field('page', { boost: 4 });
      this.field('heading', { boost: 6 });
      this.field('text');
      sections.forEach((section, id) => this.add({ id, ...section }));
    });
  }

  function words(query) {
    return pieces(query).flatMap((run) =>
      (run.match(HAN) && run.length > 1 ? neighbours(run) : [run]));
  }

  /** A question in Chinese is one row of characters: what has at least half of its pairs. */
  function nearly(wanted) {
    return index.query((asked) => {
      for (const word of wanted) {
        asked.term(word, { usePipeline: false });
      }
    }).filter(({ matchData }) => Object.keys(matchData.metadata).length * 2 >= wanted.length);
  }

  function lookUp(query) {
    const wanted = words(query);
    if (wanted.length === 0) {
      return [];
    }
    const search = (shorten) => index.query((asked) => {
      for (const word of wanted) {
        const chinese = word.match(HAN);
        asked.term(shorten ? lunr.stemmer(new lunr.Token(word, {})).toString() : word, {
          presence: lunr.Query.presence.REQUIRED, usePipeline: false,
          wildcard: chinese ? lunr.Query.wildcard.NONE : lunr.Query.wildcard.TRAILING });
        asked.term(word, { usePipeline: false, boost: 8 }); // the whole word above its beginnings
      }
    });
    let results = search(false);
    if (results.length === 0) {
      results = search(true); // workers, closing: the word without its ending
    }
    if (results.length === 0 && query.match(HAN)) {
      results = nearly(wanted);
    }
    const own = document.documentElement.lang.slice(0, 2);
    const ofOwn = (result) => sections[result.ref].language === own;
    return [...results.filter(ofOwn), ...results.filter((result) => !ofOwn(result))].slice(0, MOST);
  }

  /** A stretch of the text around the first word that was found, with all of them marked. */
  function excerpt(parent, text, query) {
    const plain = text.replace(/\s+/g, ' ');
    const any = (sought) => new RegExp(
      sought.map((word) => word.replace(/[^\p{L}\p{N}_]/gu, '')).join('|'), 'giu');
    const whole = any(pieces(query));
    const pattern = plain.search(whole) < 0 ? any(words(query)) : whole;
    const first = Math.max(0, plain.search(pattern));
    const from = Math.max(0, first - 40);
    const stretch = (from > 0 ? '…' : '') + plain.slice(from, from + 150);
    let at = 0;
    for (const match of stretch.matchAll(pattern)) {
      parent.append(stretch.slice(at, match.index));
      book.add(parent, 'mark', match[0]);
      at = match.index + match[0].length;
    }
    parent.append(stretch.slice(at));
  }

  async function show() {
    const query = field.value.trim();
    found.hidden = query === '';
    if (query === '') {
      return;
    }
    await load();
    if (query !== field.value.trim()) {
      return; // more has been typed
    }
    found.replaceChildren();
    const results = lookUp(query);
    for (const { ref } of results) {
      const section = sections[ref];
      const link = book.add(found, 'a');
      link.href = book.root + section.to;
      link.lang = section.language === 'zh' ? 'zh-CN' : 'en';
      book.add(link, 'strong', section.heading === section.page ? section.page
        : `${section.page} · ${section.heading}`);
      excerpt(book.add(link, 'span'), section.text, query);
    }
    if (results.length === 0) {
      book.add(found, 'p', book.say('nothing.found'));
    }
  }

  if (form) {
    form.hidden = false;
    field.addEventListener('focus', load, { once: true });
    field.addEventListener('input', show);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      found.querySelector('a')?.click();
    });
    found.addEventListener('click', (event) => {
      if (event.target.closest('a')) {
        found.hidden = true;
      }
    });
    form.addEventListener('keydown', (event) => {
      const links = [...found.querySelectorAll('a')];
      const at = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === 'Escape') {
        found.hidden = true;
        field.blur();
      } else if (step && links.length > 0) {
        event.preventDefault();
        (links[at + step] ?? field).focus();
      }
    });
    addEventListener('pointerdown', (event) => {
      if (!form.contains(event.target)) {
        found.hidden = true;
      }
    });
    addEventListener('keydown', (event) => {
      const typing = event.target.closest?.('input, textarea, [contenteditable]');
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        field.focus();
      }
    });
  }
}
