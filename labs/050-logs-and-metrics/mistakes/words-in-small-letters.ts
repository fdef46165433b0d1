import { countLines } from '../../assertions/count-lines-command.ts'
import { defineMistake } from '../../define.ts'
import { MODULE_LINES } from '../names.ts'

export default defineMistake({
  title: 'The filter asks for the words in small letters',
  step: 'read-last-words',
  commands: context => [countLines(context, { ...MODULE_LINES, filterPattern: '"cannot find module"' })],
  expect: {
    status: 'fail',
    reason: 'filter-finds-nothing',
    next: /letter by letter, capitals included/,
  },
})
