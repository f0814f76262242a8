using System.Buffers.Binary;
using System.Text;

namespace Engine.Tests.Files;

/// <summary>Safetensors files put together by hand, and the one place that knows how a bad one is refused.</summary>
internal static class SafetensorsBytes
{
    /// <summary>Length field, header, and <paramref name="dataLength"/> bytes 0, 1, 2, ...</summary>
    internal static byte[] Build(string header, int dataLength) => Build(Encoding.UTF8.GetBytes(header), dataLength);

    internal static byte[] Build(byte[] header, int dataLength)
    {
        var bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        for (int i = 0; i < dataLength; i++) bytes[8 + header.Length + i] = (byte)i;
        return bytes;
    }

    /// <summary>The message with which the format refuses what <paramref name="action"/> does; null if it does not.</summary>
    internal static string? Refusal(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (InputException error)
        {
            return error.Message;
        }
    }
}
