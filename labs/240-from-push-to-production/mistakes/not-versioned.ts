import { defineMistake } from '../../define.ts'
import { createSource } from '../source-commands.ts'

export default defineMistake({
  title: 'The bucket keeps no versions',
  step: 'create-source',
  commands: context => createSource(context).filter(command => !command.includes('versioning')),
  expect: { status: 'fail', reason: 'not-versioned', next: /`aws s3api put-bucket-versioning [^`]+`$/ },
})
