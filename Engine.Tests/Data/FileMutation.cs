namespace Engine.Tests.Data;

/// <summary>One small damage to a file.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="At">Where, modulo the length.</param>
/// <param name="Amount">A bit pattern, a length or a character, by kind.</param>
public sealed record FileMutation(MutationKind Kind, int At, int Amount)
{
    // Characters that mean something to some format: random bytes alone rarely reach past the first check.
    private static ReadOnlySpan<byte> Telling => "0123456789-+.,:;#\"' \t\r\neEnNaif(){}\0\u00E9"u8;

    public byte[] Apply(byte[] bytes)
    {
        if (bytes.Length == 0) return bytes;
        int at = At % bytes.Length, end = Math.Min(bytes.Length, at + 1 + Amount % 16);
        return Kind switch
        {
            MutationKind.FlipBits => [.. bytes[..at], (byte)(bytes[at] ^ Math.Max(1, Amount)), .. bytes[(at + 1)..]],
            MutationKind.Truncate => bytes[..at],
            MutationKind.Duplicate => [.. bytes[..end], .. bytes[at..]],
            MutationKind.Insert => [.. bytes[..at], Telling[Amount % Telling.Length], .. bytes[at..]],
            MutationKind.Delete => [.. bytes[..at], .. bytes[end..]],
            _ => throw new InvalidOperationException($"Kind={Kind} is not a mutation."),
        };
    }
}
