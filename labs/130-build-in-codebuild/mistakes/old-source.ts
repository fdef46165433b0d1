import { defineMistake } from '../../define.ts'
import { start } from '../names.ts'
import breakTest from '../steps/060-break-test.ts'

export default defineMistake({
  title: 'The change is not uploaded, so the old source is built again',
  step: 'break-test',
  commands: () => [start],
  expect: { status: 'fail', reason: 'failed-elsewhere', next: /all of them and in their order/ },
  mend: context => breakTest.commands(context),
})
