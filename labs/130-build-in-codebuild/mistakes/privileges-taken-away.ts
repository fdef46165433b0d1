import { defineMistake } from '../../define.ts'
import { PROJECT } from '../names.ts'

export default defineMistake({
  title: 'The build is started without the privileges that docker needs',
  step: 'start-build',
  commands: () => [`aws codebuild start-build --project-name ${PROJECT} --no-privileged-mode-override`],
  expect: {
    status: 'fail',
    reason: 'no-daemon',
    next: /`aws codebuild update-project [^`]+`, .*`aws codebuild start-build/,
  },
})
