import { defineMistake } from '../../define.ts'
import { createSource } from '../source-commands.ts'

export default defineMistake({
  title: 'The bucket tells nobody of what comes',
  step: 'create-source',
  commands: context => createSource(context).filter(command => !command.includes('notification')),
  expect: {
    status: 'fail',
    reason: 'no-events',
    next: /`aws s3api put-bucket-notification-configuration [^`]+`$/,
  },
})
