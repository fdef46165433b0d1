import { defineMistake } from '../../define.ts'
import setRules from '../steps/060-set-rules.ts'

export default defineMistake({
  title: 'The tags stay mutable',
  step: 'set-rules',
  commands: context => setRules.commands(context).slice(2),
  expect: {
    status: 'fail',
    reason: 'tags-mutable',
    next: /`aws ecr put-image-tag-mutability [^`]+ IMMUTABLE`$/,
  },
})
