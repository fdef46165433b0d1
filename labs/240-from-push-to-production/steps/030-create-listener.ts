import { defineStep } from '../../define.ts'
import { listenersStep } from '../../parts/front.ts'
import { LISTENERS, place } from '../names.ts'

export default defineStep({
  title: 'Listen on port 80',
  ...listenersStep(place, LISTENERS),
  hints: ['Protocol HTTP, port 80, and one action for every request: forward to the target group.'],
})
