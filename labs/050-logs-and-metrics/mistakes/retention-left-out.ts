import { defineMistake } from '../../define.ts'
import { LAB, LOG_GROUP } from '../names.ts'

export default defineMistake({
  title: 'Nobody says how long the lines are kept',
  step: 'create-log-group',
  commands: () => [`aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`],
  expect: {
    status: 'fail',
    reason: 'retention',
    next: /aws logs put-retention-policy --log-group-name \/ecs\/shop --retention-in-days 7`$/,
  },
})
