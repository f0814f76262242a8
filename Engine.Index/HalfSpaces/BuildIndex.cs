namespace Engine.Indexing;

/// <summary>Makes an index of points (m, d), ids 0 .. m-1.</summary>
internal delegate IThresholdIndex BuildIndex(int dimension, ReadOnlySpan<float> points);
