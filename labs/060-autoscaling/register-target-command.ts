import { LAB, LEAST, MOST, place } from './names.ts'

/** The command that registers the service as a scalable target. */
export const registerTarget = `aws application-autoscaling register-scalable-target ${place} --min-capacity ${LEAST} --max-capacity ${MOST} --tags slipway-lab=${LAB}`
