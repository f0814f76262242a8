namespace Engine.Indexing;

/// <summary>Asks an index for all its sets at a threshold.</summary>
internal delegate IndexWork FireSetQuery(float threshold, ThresholdHits hits);
