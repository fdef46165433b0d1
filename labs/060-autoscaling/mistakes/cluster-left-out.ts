import { defineMistake } from '../../define.ts'
import { registerTarget } from '../register-target-command.ts'

/** AWS refuses it: “Unsupported service namespace, resource type or scalable dimension”. */
export default defineMistake({
  title: 'The resource id names the service without its cluster',
  step: 'register-target',
  commands: () => [registerTarget.replace('service/kiosk/kiosk', 'service/kiosk')],
  expect: { status: 'fail', reason: 'target-missing', next: /--resource-id service\/kiosk\/kiosk / },
})
