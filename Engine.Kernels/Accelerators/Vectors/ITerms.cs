namespace Engine.Kernels;

/// <summary>What a sum adds up; a type, so that one kernel serves every kind of sum.</summary>
internal interface ITerms
{
    /// <summary>Number of terms.</summary>
    long Length { get; }

    /// <summary>Term i, exact in double precision.</summary>
    double Term(long i);
}
