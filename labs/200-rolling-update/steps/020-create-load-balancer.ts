import { defineStep } from '../../define.ts'
import { balancerStep } from '../../parts/front.ts'
import { GROUPS, place } from '../names.ts'

export default defineStep({
  title: 'Create target group and load balancer',
  ...balancerStep(place, GROUPS),
  hints: [
    'One target group is enough: in a rolling update both versions stand in it.',
    'When AWS has accepted the commands, the load balancer is still being started: its state goes from provisioning to active.',
  ],
})
