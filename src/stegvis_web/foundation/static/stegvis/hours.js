// The form of the schedule, quicker: arrow keys, dragging, sums while one types. Without it every button
// still works, since the server fills the fields; here its answer takes the place of the form.
(() => {
  const QUARTER = 15
  const PIXELS = 8 // of dragging, for a quarter of an hour
  const LONGEST = 12 * 60
  const SIGNS = { '¼': 15, '½': 30, '¾': 45 }
  const form = () => document.querySelector('form[data-hours]')
  const cells = () => [...form().querySelectorAll('[data-cell]')]
  const isCell = (element) => Boolean(element && element.matches && element.matches('[data-cell]'))
  const rest = () => form().dataset.rest

  // Hours as typed and as read; null is rest, NaN no hours
  const minutesOf = (typed) => {
    const text = typed.trim().toLowerCase()
    const word = rest().toLowerCase()
    if (!text) return 0
    if (['r', 'rest', word, word[0]].includes(text)) return null
    const bare = text.replace(/\s*(h|hours?|t|tim|timer|timmar)?\.?$/, '')
    const clock = bare.match(/^(\d{1,3}):([0-5]\d)$/)
    if (clock) return clock[1] * 60 + Number(clock[2])
    const number = bare.match(/^(\d{0,3})(?:[.,](\d{0,4}))?([¼½¾]?)$/)
    if (!number || !bare || bare === '.' || bare === ',' || (number[2] && number[3])) return NaN
    return Math.round(Number(`${number[1] || 0}.${number[2] || 0}`) * 60) + (SIGNS[number[3]] || 0)
  }
  const hoursOf = (minutes) => {
    const left = minutes % 60
    const sign = Object.keys(SIGNS).find((one) => SIGNS[one] === left)
    const hours = Math.floor(minutes / 60)
    if (left && !sign) return `${hours}:${String(left).padStart(2, '0')}`
    return sign ? `${hours || ''}${sign}` : String(hours)
  }
  const set = (cell, text) => {
    cell.value = text
    changed(cell)
  }
  const changed = (cell) => {
    const minutes = minutesOf(cell.value)
    cell.closest('td').classList.toggle('rests', minutes === null)
    cell.closest('td').querySelector('[aria-pressed]').setAttribute('aria-pressed', String(minutes === null))
    addUp(cell.closest('[data-row]'))
  }
  const addUp = (row) => {
    const total = [...row.querySelectorAll('[data-cell]')].reduce((sum, one) => sum + (minutesOf(one.value) || 0), 0)
    const whole = minutesOf(form().elements.full_time.value)
    row.querySelector('[data-total]').textContent = form().dataset.hoursText.replace('{}', hoursOf(total))
    row.querySelector('[data-percent]').textContent = whole ? Math.floor((200 * total + whole) / (2 * whole)) : '–'
  }
  const byQuarters = (cell, quarters, from = minutesOf(cell.value)) => {
    if (Number.isNaN(from)) return
    const minutes = Math.min(Math.max((from || 0) + quarters * QUARTER, 0), LONGEST)
    set(cell, minutes ? hoursOf(minutes) : '')
  }
  const at = (row, day) => {
    const rows = [...form().querySelectorAll('[data-row]')]
    return rows[row] && rows[row].querySelector(`[data-cell="${day}"]`)
  }
  const place = (cell) => ({
    row: [...form().querySelectorAll('[data-row]')].indexOf(cell.closest('[data-row]')),
    day: Number(cell.dataset.cell)
  })
  const go = (cell) => {
    if (!cell) return false
    cell.focus()
    cell.select()
    return true
  }

  // Keys
  document.addEventListener('keydown', (event) => {
    const cell = event.target
    if (!isCell(cell) || event.altKey || event.ctrlKey || event.metaKey) return
    const { row, day } = place(cell)
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length
    const start = whole || (cell.selectionStart === 0 && cell.selectionEnd === 0)
    const end = whole || cell.selectionStart === cell.value.length
    const moves = {
      ArrowUp: () => go(at(row - 1, day)),
      ArrowDown: () => go(at(row + 1, day)),
      Enter: () => { go(at(row + 1, day)); return true },
      ArrowLeft: () => start && go(day ? at(row, day - 1) : at(row - 1, 6)),
      ArrowRight: () => end && go(day < 6 ? at(row, day + 1) : at(row + 1, 0)),
      '+': () => { byQuarters(cell, 1); cell.select(); return true },
      '-': () => { byQuarters(cell, -1); cell.select(); return true }
    }
    if (event.shiftKey && event.key !== '+') return
    if (moves[event.key] && moves[event.key]()) event.preventDefault()
  })
  document.addEventListener('focusin', (event) => {
    if (isCell(event.target)) {
      if (!dragging) event.target.select()
      event.target.closest('td').append(handle)
    }
  })
  document.addEventListener('input', (event) => {
    if (isCell(event.target)) changed(event.target)
    else if (event.target.name === 'full_time') form().querySelectorAll('[data-row]').forEach(addUp)
  })
  document.addEventListener('change', (event) => {
    if (isCell(event.target) && minutesOf(event.target.value) === null) set(event.target, rest())
  })

  // Dragging: up and down in a day, or its corner over other days
  const handle = document.createElement('span')
  handle.className = 'fill'
  handle.setAttribute('aria-hidden', 'true')
  let dragging = null
  document.addEventListener('pointerdown', (event) => {
    if (event.button) return
    if (event.target === handle) {
      const from = handle.closest('td').querySelector('[data-cell]')
      dragging = { fill: true, from, over: [from] }
      event.preventDefault()
    } else if (isCell(event.target) && event.pointerType !== 'touch') {
      dragging = { from: event.target, y: event.clientY, was: minutesOf(event.target.value), moved: false }
    }
  })
  document.addEventListener('pointermove', (event) => {
    if (!dragging) return
    if (dragging.fill) {
      const under = document.elementFromPoint(event.clientX, event.clientY)
      const td = under && under.closest('form[data-hours] td')
      const to = td && td.querySelector('[data-cell]')
      if (to) mark(dragging, to)
      event.preventDefault()
      return
    }
    const quarters = Math.trunc((dragging.y - event.clientY) / PIXELS)
    if (!quarters && !dragging.moved) return
    dragging.moved = true
    dragging.from.classList.add('dragged')
    getSelection().removeAllRanges()
    byQuarters(dragging.from, quarters, dragging.was)
    event.preventDefault()
  })
  const mark = (drag, to) => {
    const [a, b] = [place(drag.from), place(to)]
    cells().forEach((cell) => cell.closest('td').classList.remove('filling'))
    drag.over = cells().filter((cell) => {
      const { row, day } = place(cell)
      return row >= Math.min(a.row, b.row) && row <= Math.max(a.row, b.row) &&
        day >= Math.min(a.day, b.day) && day <= Math.max(a.day, b.day)
    })
    drag.over.forEach((cell) => cell.closest('td').classList.add('filling'))
  }
  const drop = (copy) => {
    if (!dragging) return
    if (dragging.fill) {
      if (copy) dragging.over.forEach((cell) => set(cell, dragging.from.value))
      cells().forEach((cell) => cell.closest('td').classList.remove('filling'))
    } else {
      dragging.from.classList.remove('dragged')
      if (dragging.moved) go(dragging.from)
    }
    dragging = null
  }
  document.addEventListener('pointerup', () => drop(true))
  document.addEventListener('pointercancel', () => drop(false))
  // Dragging the chosen text of a field elsewhere would end ours
  document.addEventListener('dragstart', (event) => { if (isCell(event.target) || dragging) event.preventDefault() })
  handle.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false })

  // Buttons that fill fields: rest at once, the others by the server
  const say = (text) => { document.querySelector('[data-said]').textContent = text }
  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('form[data-hours] button[name="do"]')
    if (!button) return
    event.preventDefault()
    if (button.value.startsWith('rest:')) {
      const cell = button.closest('td').querySelector('[data-cell]')
      set(cell, minutesOf(cell.value) === null ? '' : rest())
    } else fill(button)
  })
  const fill = async (button) => {
    const data = new FormData(form())
    data.append('do', button.value)
    try {
      const answer = await fetch(location.pathname + location.search, { method: 'POST', body: data })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.querySelector('form[data-hours]')
      if (!fresh) throw new Error('another page')
      form().replaceWith(document.adoptNode(fresh))
      begin()
      say((page.querySelector('[data-said]') || {}).textContent || '')
      refocus(button)
    } catch {
      const kept = document.createElement('input')
      kept.type = 'hidden'
      kept.name = 'do'
      kept.value = button.value
      form().append(kept)
      form().submit()
    }
  }
  const refocus = (button) => {
    const again = [...form().querySelectorAll('button[name="do"]')].find((one) => one.value === button.value)
    if (!again) return go(cells().at(-7))
    const folded = again.closest('details')
    if (folded) folded.querySelector('summary').focus()
    else again.focus()
  }

  // A button for rest stands in every day, and R does the same: so it need not be a stop on the way
  const begin = () => {
    form().classList.add('scripted')
    form().querySelectorAll('.rest-button').forEach((button) => { button.tabIndex = -1 })
    cells().forEach((cell) => { cell.inputMode = 'decimal' })
  }
  begin()
})()
