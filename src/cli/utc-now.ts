/** The time as known_peers holds it, such as "2025-01-31T18:00:00Z". */
export const utcNow = (): string => `${new Date().toISOString().slice(0, 19)}Z`;
