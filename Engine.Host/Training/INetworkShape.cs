namespace Engine;

/// <summary>What the training loop and the directions need to know of a network beside its present point.</summary>
internal interface INetworkShape
{
    /// <summary>m: neurons that may fire, over which the fire fraction is taken.</summary>
    int Width { get; }

    /// <summary>Multiplications of one counted product of the forward or backward pass: d, or 1 where they are counted singly.</summary>
    int Dimension { get; }

    /// <summary>K.</summary>
    int Outputs { get; }

    /// <summary>Which outputs a neuron feeds.</summary>
    OutputWiring Wiring { get; }

    /// <summary>What the sum over an output's neurons is multiplied by.</summary>
    double OutputScale { get; }

    /// <summary>Seed of the random weights.</summary>
    ulong Seed { get; }
}
