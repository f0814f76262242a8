namespace Engine.Tests.Indexing;

/// <summary>Where the threshold of a case lies among its scores.</summary>
internal enum TauKind
{
    /// <summary>Exactly the score of a pair, which must then not be reported.</summary>
    Tie,

    /// <summary>One ulp below the score of a pair, which must then be reported.</summary>
    JustBelow,

    /// <summary>A high score: few are above.</summary>
    High,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>Plus infinity: nothing is above.</summary>
    Nothing,

    /// <summary>Minus infinity: everything finite is above.</summary>
    Everything,
}
