import { defineMistake } from '../../define.ts'
import { start } from '../names.ts'
import mendTest from '../steps/070-mend-test.ts'

export default defineMistake({
  title: 'It is built again as it was',
  step: 'mend-test',
  commands: () => [start],
  expect: { status: 'fail', reason: 'test-failed', next: /mend app\/, and build again/ },
  mend: context => mendTest.commands(context),
})
