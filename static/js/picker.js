// Choosing functions: filters as one types, shows what is chosen and stops the ninth. Every bit of it works without.
document.querySelectorAll('form.picker').forEach((form) => {
  'use strict';

  const most = Number(form.dataset.most);
  const smallWords = new Set(form.dataset.smallWords.split(' '));
  const endings = form.dataset.endings.split(' ').map((one) => one.split(':'));
  const search = form.querySelector('#id_search');
  const chips = form.querySelector('.chips');
  const boxes = [...form.querySelectorAll('input[name=functions]')];
  const owns = [...form.querySelectorAll('[data-own]')];
  const groups = [...form.querySelectorAll('[data-group]')];
  const found = form.querySelector('.finder__found');
  const nothing = form.querySelector('.finder__nothing');

  // 1. What is chosen
  const filled = () => owns.filter((field) => field.value.trim());
  const chosen = () => [
    ...boxes.filter((box) => box.checked).map((box) => [box.value, box.nextElementSibling.firstChild.textContent]),
    ...filled().map((field) => [field.name, field.value.trim()]),
  ];

  const showChosen = () => {
    const list = chosen();
    const said = form.dataset.chosen.replace('#', list.length);
    form.querySelectorAll('[data-count]').forEach((one) => { if (one.textContent !== said) one.textContent = said; });
    form.querySelector('[data-full]').hidden = list.length < most;
    chips.hidden = !list.length;
    chips.replaceChildren(...list.map(([key, name]) => {
      const chip = form.querySelector('#a-chip').content.cloneNode(true);
      chip.querySelector('button').value = key;
      chip.querySelector('.chip__name').textContent = name;
      return chip;
    }));
    groups.forEach((group) => {
      const told = group.querySelector('[data-ticked]');
      const count = group.querySelectorAll(':checked').length;
      if (told) told.textContent = count ? form.dataset.ticked.replace('#', count) : '';
    });
    const mayName = filled().length < owns.length;
    nothing.querySelector('button').hidden = !mayName;
    nothing.querySelector('[data-all-named]').hidden = mayName;
  };

  const sayFull = (after) => after.after(form.querySelector('#is-full').content.cloneNode(true));
  const forget = () => form.querySelectorAll('.pick__full').forEach((one) => one.remove());

  form.addEventListener('change', (event) => {
    const box = event.target;
    if (!box.matches('input[name=functions]')) return;
    const stood = box.getBoundingClientRect().top;
    forget();
    if (box.checked && chosen().length > most) {
      box.checked = false;
      sayFull(box.closest('.pick'));
    }
    showChosen();
    // One more line of what is chosen must not move the list under the pointer.
    window.scrollBy({ top: box.getBoundingClientRect().top - stood, behavior: 'instant' });
  });
  owns.forEach((field) => field.addEventListener('input', () => {
    forget();
    if (field.value.trim() && chosen().length > most) sayFull(field);
    showChosen();
  }));
  chips.addEventListener('click', (event) => {
    const chip = event.target.closest('button');
    if (!chip) return;
    event.preventDefault();
    const at = [...chips.querySelectorAll('button')].indexOf(chip);
    boxes.filter((box) => box.value === chip.value).forEach((box) => { box.checked = false; });
    owns.filter((field) => field.name === chip.value).forEach((field) => { field.value = ''; });
    forget();
    showChosen();
    const left = chips.querySelectorAll('button');
    (left[Math.min(at, left.length - 1)] || form.querySelector('#chosen')).focus();
  });

  // 2. Finding, as assessments/edition/finding.py does
  const wordsIn = (text) => text.replace(/['’`´]/g, '').normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const joined = (text) => {
    const said = wordsIn(text);
    return [...said, ...said.slice(1).map((word, at) => said[at] + word)];
  };
  const has = (words, sought) => {
    const stems = endings
      .filter(([ending, least]) => sought.endsWith(ending) && sought.length - ending.length >= least)
      .map(([ending]) => sought.slice(0, -ending.length));
    return words.some((word) => [sought, ...stems].some((stem) => word.startsWith(stem)));
  };
  const picks = boxes.map((box) => {
    const label = box.closest('.pick');
    const texts = box.nextElementSibling;
    const nameAndHint = [texts, texts.querySelector('.sub:not([data-also])')].map((one) => one?.firstChild);
    const own = nameAndHint.filter((node) => node?.nodeType === Node.TEXT_NODE).flatMap((node) => joined(node.data));
    const synonyms = (label.dataset.synonyms || '').split(',').map((name) => [name.trim(), joined(name)]);
    return { label, texts, own, synonyms, all: [own, ...synonyms.map(([, words]) => words)].flat() };
  });
  // Gives for each function the synonyms it is found by, or null where it is not found.
  const finder = (said) => {
    const wanted = said.filter((word) => !smallWords.has(word));
    const ways = [[said.join('')]];
    if (said.some((word) => word.length > 1)) ways.push(wanted.length ? wanted : said);
    const lookedFor = ways.flat();
    return ({ own, synonyms, all }) => {
      if (!ways.some((way) => way.every((word) => has(all, word)))) return null;
      const strange = lookedFor.filter((word) => !has(own, word));
      return synonyms.filter(([, words]) => strange.some((word) => has(words, word))).map(([name]) => name);
    };
  };

  let saying = 0;
  const say = (text) => {
    clearTimeout(saying);
    saying = setTimeout(() => { form.querySelector('[data-found]').textContent = text; }, 300);
  };
  const folds = groups.filter((group) => group.matches('details'));
  let before = null; // which departments were open before something was looked for
  const filter = () => {
    const said = wordsIn(search.value);
    const isLooking = said.length > 0;
    const find = isLooking ? finder(said) : () => [];
    let shown = 0;
    picks.forEach((pick) => {
      const names = find(pick);
      pick.label.hidden = !names;
      pick.texts.querySelector('[data-also]')?.remove();
      if (!names) return;
      shown += 1;
      if (!names.length) return;
      const also = document.createElement('span');
      also.className = 'sub';
      also.dataset.also = '';
      also.textContent = form.dataset.also.replace('#', () => names.join(', '));
      pick.texts.append(also);
    });
    groups.forEach((group) => { group.hidden = !group.querySelector('.pick:not([hidden])'); });
    if (isLooking) {
      before ||= new Set(folds.filter((fold) => fold.open));
      folds.forEach((fold) => { fold.open = true; });
    } else if (before) {
      folds.forEach((fold) => { fold.open = before.has(fold) || Boolean(fold.querySelector(':checked')); });
      before = null;
    }
    form.querySelectorAll('[data-unless-found]').forEach((one) => { one.hidden = isLooking; });
    found.hidden = !isLooking;
    nothing.hidden = shown > 0;
    form.querySelectorAll('[data-word]').forEach((one) => { one.textContent = search.value.trim(); });
    say(isLooking ? form.dataset.found.replace('#', shown) : '');
  };
  search.addEventListener('input', filter);
  form.addEventListener('submit', (event) => {
    const action = event.submitter && event.submitter.name === 'action' ? event.submitter.value : '';
    if (!['find', 'all', 'name'].includes(action)) return;
    event.preventDefault();
    if (action === 'find') return;
    const word = search.value.trim();
    search.value = '';
    filter();
    const free = action === 'name' && owns.find((field) => !field.value.trim());
    if (free) {
      free.value = word;
      free.dispatchEvent(new Event('input'));
    }
    (free || search).focus();
  });

  // 3. As the page opens: departments are open where there is room, and what the browser filled in again counts.
  const hasRoom = matchMedia('(min-width: 58em)').matches;
  const settle = () => {
    folds.forEach((fold) => { fold.open ||= hasRoom || Boolean(fold.querySelector(':checked')); });
    showChosen();
    filter();
  };
  settle();
  form.classList.add('is-live');
  window.addEventListener('pageshow', (event) => { if (!event.persisted) settle(); });
});
