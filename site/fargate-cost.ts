/** One way of paying for Fargate, in USD an hour. */
export interface Rate {
  id: 'x86' | 'arm' | 'spot'
  title: string
  vcpu: number
  gb: number
}

/** On-demand prices of Linux tasks from AWS's price list of September 2026; Spot moves, and is what it was about then. */
export const RATES: readonly Rate[] = [
  { id: 'x86', title: 'Fargate, x86', vcpu: 0.04048, gb: 0.004445 },
  { id: 'arm', title: 'Fargate, ARM', vcpu: 0.03238, gb: 0.00356 },
  { id: 'spot', title: 'Fargate Spot, about', vcpu: 0.0124, gb: 0.0014 },
]

/** A public IPv4 address, in USD an hour. */
export const ADDRESS = 0.005

/** What is to run: so many tasks of one size, so many hours a month. */
export interface Load {
  tasks: number
  vcpu: number
  gb: number
  hours: number
}

/** What a load costs at one rate, in USD, without tax, data or addresses. */
export interface Cost {
  title: string
  hour: number
  month: number
}

/** Hours of a month that never stops. */
export const MONTH = 730

/** The sizes to choose from: CPU and memory that Fargate sells together. */
export const SIZES: readonly { vcpu: number; gb: number }[] = [
  { vcpu: 0.25, gb: 0.5 },
  { vcpu: 0.5, gb: 1 },
  { vcpu: 1, gb: 2 },
  { vcpu: 2, gb: 4 },
  { vcpu: 4, gb: 8 },
  { vcpu: 4, gb: 30 },
]

/** What `load` costs, a rate a row. */
export function costs({ tasks, vcpu, gb, hours }: Load): Cost[] {
  return RATES.map(rate => {
    const hour = tasks * (vcpu * rate.vcpu + gb * rate.gb)
    return { title: rate.title, hour, month: hour * hours }
  })
}

/** USD an hour below which machines for `load` are cheaper than Fargate x86, if they must stand the whole month. */
export function breakEven(load: Load): number {
  return (costs(load)[0]?.month ?? 0) / MONTH
}

/** An amount as it is printed: `$0.0123`, `$8.98`, `$1,234`. */
export function dollars(amount: number): string {
  const digits = amount < 0.1 ? 4 : amount < 1 ? 3 : amount < 1000 ? 2 : 0
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}
