namespace Engine.Kernels;

/// <summary>What one neuron's certificates rest on: bounds on how fast its weights move, where its record lies, and the path at which unrecorded pairs may end.</summary>
/// <remarks>
/// The path itself is <see cref="NeuronSlot.Moved"/>, as it was when the reference was made. Over a step whose increments are alpha Q + beta R + E with
/// |E_j| &lt;= epsilon P_j (<see cref="DueMotion"/>) it grows by at most alpha First + |beta| Second + epsilon Rest.
/// </remarks>
internal struct DueSlot
{
    /// <summary>First piece of the record.</summary>
    public int Start;

    /// <summary>The motion's reference that rates and speeds are stated in, and since which the neuron moves with them.</summary>
    public ushort Reference;

    /// <summary>Moving coefficients: samples the neuron fires on, or has fired on since its scores were computed.</summary>
    public ushort Active;

    /// <summary>Groups reserved for them.</summary>
    public ushort ActiveRoom;

    /// <summary>Pairs that may change side soon.</summary>
    public ushort Near;

    /// <summary>Groups reserved for them.</summary>
    public ushort NearRoom;

    /// <summary>At least |sum_S Q_j x_j|, S the fire set.</summary>
    public float First;

    /// <summary>At least sum_S |R_j|.</summary>
    public float Second;

    /// <summary>At least sum_S P_j.</summary>
    public float Rest;

    /// <summary>The path at which a listed pair without a place among the near ones, or the list itself, may be used up.</summary>
    public float FarPath;

    /// <summary>Groups of moving coefficients in use.</summary>
    public readonly int ActiveGroups => (Active + Lanes.Width - 1) / Lanes.Width;

    /// <summary>Groups of near pairs in use.</summary>
    public readonly int NearGroups => (Near + DueRecords.NearLanes - 1) / DueRecords.NearLanes;

    /// <summary>Pieces reserved.</summary>
    public readonly int Pieces => DueRecords.PiecesFor(ActiveRoom, NearRoom);
}
