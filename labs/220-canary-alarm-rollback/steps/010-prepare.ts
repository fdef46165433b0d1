import { defineStep } from '../../define.ts'
import { prepareStep } from '../../parts/prepare-place.ts'
import { place } from '../names.ts'

export default defineStep(prepareStep(place))
