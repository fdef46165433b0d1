import { defineMistake } from '../../define.ts'
import { createProject } from '../names.ts'

export default defineMistake({
  title: 'The project is made without privilegedMode',
  step: 'create-project',
  commands: context => [createProject(context, '')],
  expect: {
    status: 'fail',
    reason: 'not-privileged',
    next: /`aws codebuild update-project [^`]+privilegedMode=true'`$/,
  },
})
