"""What processors and cards take for the same work: one layer in many widths, number types, threads, copies."""
