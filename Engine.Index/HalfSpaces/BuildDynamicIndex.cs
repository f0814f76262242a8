namespace Engine.Indexing;

/// <summary>Makes an index of points (m, d) that move, ids 0 .. m-1.</summary>
internal delegate IDynamicThresholdIndex BuildDynamicIndex(int dimension, ReadOnlySpan<float> points);
