import { setTimeout as pause } from 'node:timers/promises'
import type { StepState } from '../../lab-runner/contract.ts'
import { median, percentile, type Bench } from './measurement.ts'
import { openBenchWorkshop } from './workshop.ts'

const LAB = 'first-fargate-task'
const STEP = 'create-cluster'
const CHECKS = 40

/** How long Check takes beyond what the account itself takes to answer. */
export const bench: Bench = {
  title: 'Check',
  async run() {
    const workshop = await openBenchWorkshop()
    const total: number[] = []
    const beyond: number[] = []
    try {
      const { socket } = await workshop.openTab(LAB)
      for (let check = -5; check < CHECKS; check++) {
        const verdict = new Promise<void>(resolve => {
          const listen = ({ id, status, verdict }: StepState) => {
            if (id !== STEP || status === 'checking' || status === 'running' || !verdict) return
            socket.off('step', listen)
            resolve()
          }
          socket.on('step', listen)
        })
        const busy = workshop.accountBusyMs()
        const started = performance.now()
        await workshop.api('POST', `/api/labs/${LAB}/steps/${STEP}/check`, {})
        await verdict
        const took = performance.now() - started
        if (check >= 0) {
          total.push(took)
          beyond.push(took - (workshop.accountBusyMs() - busy))
        }
        // The run's last words, such as the account's cost, are not to be part of the next one.
        await pause(100)
      }
    } finally {
      await workshop.close()
    }
    const how = `${CHECKS} checks of one step, from the press to its verdict in the page`
    return [
      { name: 'check, p50', value: median(total), unit: 'ms', how },
      { name: 'check, p99', value: percentile(total, 0.99), unit: 'ms', how },
      {
        name: 'check beyond the account’s answers, p50',
        value: median(beyond),
        unit: 'ms',
        how: 'less the time in which the account had something to answer',
        aim: { atMost: 50 },
      },
    ]
  },
}
