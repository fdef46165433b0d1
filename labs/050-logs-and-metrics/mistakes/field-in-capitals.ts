import { countLines } from '../../assertions/count-lines-command.ts'
import { defineMistake } from '../../define.ts'
import { NOT_FOUND_LINES } from '../names.ts'

export default defineMistake({
  title: 'The filter asks for a field Status, which the log writes in small letters',
  step: 'filter-lines',
  commands: context => [countLines(context, { ...NOT_FOUND_LINES, filterPattern: '{ $.Status = 404 }' })],
  expect: {
    status: 'fail',
    reason: 'filter-finds-nothing',
    next: /capitals included: this log writes "status"\. Count again/,
  },
})
