import { defineMistake } from '../../define.ts'
import { KEY, start, upload, zip } from '../names.ts'

export default defineMistake({
  title: 'The zip has the folder in it, and the buildspec is not at its top',
  step: 'start-build',
  commands: context => [`rm -f ${KEY}; python3 -m zipfile -c ${KEY} app`, upload(context), start],
  mend: context => [zip, upload(context), start],
  expect: {
    status: 'fail',
    reason: 'no-buildspec',
    next: /app\/\*`, `aws s3 cp .*`aws codebuild start-build [^`]+`$/,
  },
})
