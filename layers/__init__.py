"""Floor 3: what to show – a Situation turned into shapes, legend and tooltips."""
