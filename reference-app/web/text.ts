import type { StoreId } from './api.ts'

/** Such as `3.4 MiB`. */
export function sizeText(bytes: number): string {
  if (bytes === 1) return '1 byte'
  const units = ['bytes', 'KiB', 'MiB', 'GiB']
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0)
  const value = bytes / 1024 ** power
  return `${value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[power]}`
}

export function storeName(id: StoreId): string {
  return id === 's3' ? 'S3' : 'the file system'
}
