import { clientException } from './lookup.ts'

/** Fargate's CPU units, and the memory in MiB that goes with each. */
const SIZES: Record<number, { from: number; to: number; step: number }> = {
  512: { from: 1024, to: 4096, step: 1024 },
  1024: { from: 2048, to: 8192, step: 1024 },
  2048: { from: 4096, to: 16384, step: 1024 },
  4096: { from: 8192, to: 30720, step: 1024 },
  8192: { from: 16384, to: 61440, step: 4096 },
  16384: { from: 32768, to: 122880, step: 8192 },
}

/** Whether Fargate has tasks of this size. */
export function isFargateSize(cpu: number, memory: number): boolean {
  if (cpu === 256) return [512, 1024, 2048].includes(memory)
  const size = SIZES[cpu]
  return !!size && memory >= size.from && memory <= size.to && memory % size.step === 0
}

/** CPU units of `256`, `.25 vCPU` or `0.25vcpu`. Throws ClientException. */
export function cpuUnits(text: string): number {
  return amount(text, /^\s*([\d.]+)\s*vcpus?\s*$/i, 1024, 'cpu')
}

/** MiB of `512`, `0.5GB` or `1 gb`. Throws ClientException. */
export function memoryMiB(text: string): number {
  return amount(text, /^\s*([\d.]+)\s*gb\s*$/i, 1024, 'memory')
}

function amount(text: string, withUnit: RegExp, factor: number, setting: string): number {
  const big = withUnit.exec(text)?.[1]
  const value = big === undefined ? Number(text) : Number(big) * factor
  if (text.trim() === '' || !Number.isInteger(value) || value <= 0) {
    throw clientException(`Invalid '${setting}' setting for task.`)
  }
  return value
}
