using FsCheck;
using FsCheck.Fluent;

namespace Engine.Tests.Files;

/// <summary>One random damage to a file. Positions count modulo its length.</summary>
internal sealed record FileMutation(FileMutationKind Kind, int Position, int Length, byte Value)
{
    internal static Gen<FileMutation> Generator { get; } =
        from kind in Gen.Elements(Enum.GetValues<FileMutationKind>())
        from position in Gen.Choose(0, 1 << 20)
        from length in Gen.Choose(1, 24)
        from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("0123456789[]{},:\"-.eF ".Select(c => (int)c)))
        select new FileMutation(kind, position, length, (byte)value);

    internal byte[] Apply(byte[] file)
    {
        if (file.Length == 0) return file;
        int start = Position % file.Length;
        int end = Math.Min(file.Length, start + Length);
        switch (Kind)
        {
            case FileMutationKind.Replace:
                byte[] changed = [.. file];
                changed[start] = Value;
                return changed;
            case FileMutationKind.FlipBit:
                byte[] flipped = [.. file];
                flipped[start] ^= (byte)(1 << (Value & 7));
                return flipped;
            case FileMutationKind.Truncate:
                return file[..start];
            case FileMutationKind.Insert:
                return [.. file[..start], Value, .. file[start..]];
            case FileMutationKind.Delete:
                return [.. file[..start], .. file[end..]];
            case FileMutationKind.Duplicate:
                return [.. file[..end], .. file[start..]];
            default:
                throw new InvalidOperationException($"Kind is a named FileMutationKind does not hold: {Kind}.");
        }
    }
}
