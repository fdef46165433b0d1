import { defineStep } from '../../define.ts'
import { listenersStep } from '../../parts/front.ts'
import { LISTENERS, place, TEST_PORT } from '../names.ts'

export default defineStep({
  title: 'Two listeners: one for visitors, one for you',
  ...listenersStep(place, LISTENERS),
  hints: [
    `Port 80 is for your visitors, port ${TEST_PORT} for you.`,
    'Both begin with the blue group. CodeDeploy will point them to different ones.',
  ],
})
