namespace Engine.Indexing;

/// <summary>Whose sets an <see cref="IFireSetIndex"/> reports.</summary>
public enum FireSetSide
{
    /// <summary>For a sample i: the neurons that fire on it, S_i.</summary>
    Samples,

    /// <summary>For a neuron r: the samples it fires on.</summary>
    Neurons,
}
