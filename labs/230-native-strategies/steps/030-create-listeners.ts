import { defineStep } from '../../define.ts'
import { listenersStep } from '../../parts/front.ts'
import { LISTENERS, place, TEST_PORT } from '../names.ts'

export default defineStep({
  title: 'Two listeners, one group each',
  ...listenersStep(place, LISTENERS),
  hints: [
    `Port 80 forwards to the blue group, port ${TEST_PORT} to the green one.`,
    'ECS wants both groups behind the load balancer before it deploys: one on each rule will do.',
  ],
})
